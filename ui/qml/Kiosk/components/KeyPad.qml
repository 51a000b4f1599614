// Keys in rows; never mirrored, 1 at the top left in every language.
pragma ComponentBehavior: Bound
import QtQuick
import Kiosk

Column {
    id: keys

    required property var counter
    property real room: 0
    readonly property int lines: counter.rows.length
    readonly property real keyHeight: Math.max(Theme.mm(22), Math.min(counter.kind === "latin" ? Theme.key : Theme.digitKey, (room - (lines - 1) * Theme.keyGap) / Math.max(1, lines)))
    readonly property int widest: {
        let most = 1;
        for (const line of counter.rows)
            most = Math.max(most, line.length);
        return most;
    }

    LayoutMirroring.enabled: false
    LayoutMirroring.childrenInherit: true
    spacing: Theme.keyGap

    Repeater {
        model: keys.counter.rows
        Row {
            id: line
            required property var modelData
            anchors.horizontalCenter: parent ? parent.horizontalCenter : undefined
            spacing: Theme.keyGap
            Repeater {
                model: line.modelData
                Pressable {
                    required property var modelData
                    action: modelData
                    level: action.role === "key" ? "heading" : "label"
                    pad: Theme.mm(1)
                    width: (keys.width - Theme.keyGap * (keys.widest - 1)) / keys.widest
                    height: keys.keyHeight
                }
            }
        }
    }
}
