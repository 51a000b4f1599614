// Service items, two columns in portrait, in an order that never changes with their state.
pragma ComponentBehavior: Bound
import QtQuick
import Kiosk

Column {
    id: tiles

    required property var counter
    property real room: 0
    readonly property int columns: 2
    readonly property int gap: Theme.landscape ? Theme.keyGap : Theme.gap
    // A page with fewer tiles keeps the height of a full one: nothing jumps.
    readonly property int rows: Math.max(Theme.large ? 3 : 4, Math.ceil(counter.actions.length / columns))
    readonly property real titleRoom: title.visible ? title.implicitHeight + spacing : 0
    readonly property real tileHeight: Math.max(Theme.mm(40), Math.min(Theme.tile, (room - titleRoom - (rows - 1) * tiles.gap) / Math.max(1, rows)))

    spacing: Theme.mm(Theme.landscape ? 2 : 4)

    Words {
        id: title
        width: parent.width
        visible: text !== ""
        text: tiles.counter.title
        level: Theme.landscape ? "label" : "heading"
    }
    Grid {
        columns: tiles.columns
        spacing: tiles.gap
        height: tiles.rows * (tiles.tileHeight + tiles.gap) - tiles.gap
        Repeater {
            model: tiles.counter.actions
            Pressable {
                required property var modelData
                action: modelData
                width: (tiles.width - tiles.gap * (tiles.columns - 1)) / tiles.columns
                height: tiles.tileHeight
            }
        }
    }
}
