// Keys in rows; never mirrored, 1 at the top left in every language. Keys are found by place, not made anew.
pragma ComponentBehavior: Bound
import QtQuick
import Kiosk

Column {
    id: keys

    required property var counter
    property real room: 0
    readonly property bool lettered: counter.kind === "latin"
    readonly property int lines: counter.rows.length + (counter.composes ? 1 : 0)
    readonly property real keyHeight: Math.max(Theme.mm(22), Math.min(lettered ? Theme.key : Theme.digitKey, (room - (lines - 1) * Theme.keyGap) / Math.max(1, lines)))
    readonly property int widest: {
        let most = 1;
        for (const line of counter.rows)
            most = Math.max(most, line.length);
        return lettered ? 10 : most;
    }
    readonly property real unit: (width - Theme.keyGap * (widest - 1)) / widest

    LayoutMirroring.enabled: false
    LayoutMirroring.childrenInherit: true
    spacing: Theme.keyGap

    // A letter is one unit wide; keys that act share what the row has left, the space bar most of it.
    function widthOf(line: var, action: var): real {
        if (!keys.lettered || keys.share(action) === 0)
            return keys.unit;
        let single = 0;
        let shares = 0;
        for (const key of line) {
            const own = keys.share(key);
            shares += own;
            if (own === 0)
                single += 1;
        }
        const left = keys.width - Theme.keyGap * (line.length - 1) - single * keys.unit;
        return left * keys.share(action) / shares;
    }
    function share(action: var): real {
        if (action.id === "key.space")
            return 1.8;
        return action.role === "function" ? 1 : 0;
    }

    Loader {
        active: keys.counter.composes
        visible: active
        width: keys.width
        height: keys.keyHeight
        sourceComponent: CandidateRow {
            candidates: Theme.bridge.candidates
        }
    }
    Repeater {
        model: keys.counter.rows.length
        Row {
            id: line
            required property int index
            readonly property var row: keys.counter.rows[index] ?? []
            anchors.horizontalCenter: parent ? parent.horizontalCenter : undefined
            spacing: Theme.keyGap
            Repeater {
                model: line.row.length
                Pressable {
                    required property int index
                    action: line.row[index] ?? { id: "", label: "", note: "", icon: "", role: "key", enabled: true, chosen: false, language: "", speech: "" }
                    level: action.role === "key" && action.label.length === 1 ? "heading" : "label"
                    pad: Theme.mm(1)
                    width: keys.widthOf(line.row, action)
                    height: keys.keyHeight
                }
            }
        }
    }
}
