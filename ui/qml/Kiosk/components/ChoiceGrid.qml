// Full rows to choose from; page keys, where there are any, share the last row.
pragma ComponentBehavior: Bound
import QtQuick
import Kiosk

Column {
    id: choices

    required property var counter
    property real room: 0
    readonly property int columns: counter.columns
    readonly property var rows: counter.actions.filter(action => action.role === "choice" || action.role === "secondary")
    readonly property var keys: counter.actions.filter(action => action.role === "function")
    // Pages of a list keep their height, and their page keys their place.
    readonly property int gridLines: columns === 1 ? rows.length : Math.max(Theme.large ? 3 : 4, Math.ceil(rows.length / columns))
    readonly property int lines: gridLines + (keys.length ? 1 : 0)
    readonly property real lineHeight: Math.max(Theme.mm(22), Math.min(columns === 1 ? Theme.row : Theme.mm(34), (room - (lines - 1) * Theme.gap) / Math.max(1, lines)))

    spacing: Theme.gap

    Grid {
        height: choices.gridLines * (choices.lineHeight + Theme.gap) - Theme.gap
        columns: choices.columns
        spacing: Theme.gap
        Repeater {
            model: choices.rows
            Pressable {
                required property var modelData
                action: modelData
                width: (choices.width - Theme.gap * (choices.columns - 1)) / choices.columns
                height: choices.lineHeight
            }
        }
    }
    Row {
        visible: choices.keys.length > 0
        spacing: Theme.gap
        Repeater {
            model: choices.keys
            Pressable {
                required property var modelData
                action: modelData
                width: (choices.width - Theme.gap * (choices.keys.length - 1)) / choices.keys.length
                height: choices.lineHeight
            }
        }
    }
}
