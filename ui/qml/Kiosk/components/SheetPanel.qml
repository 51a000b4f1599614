// The only dialog: rises from the footer; the page above is covered. Choices of one kind stand together.
pragma ComponentBehavior: Bound
import QtQuick
import Kiosk

Item {
    id: panel

    required property var sheet
    property bool covers: true
    readonly property bool open: !!sheet
    readonly property var rows: open ? sheet.actions.filter(action => action.role !== "primary") : []
    readonly property var main: open ? sheet.actions.filter(action => action.role === "primary") : []
    readonly property bool pair: rows.length === 1 && main.length === 1
    readonly property var groups: pair ? [] : grouped(rows)
    readonly property real sheetHeight: open ? board.height : 0

    function kind(action: var): string {
        const words = action.id.split(".");
        return words.length > 2 ? words[0] + "." + words[1] : words[0];
    }
    function grouped(actions: var): var {
        const found = [];
        for (const action of actions) {
            const last = found[found.length - 1];
            if (last && kind(last[0]) === kind(action))
                last.push(action);
            else
                found.push([action]);
        }
        return found;
    }

    visible: open

    Rectangle {
        visible: panel.covers
        anchors.fill: parent
        color: Theme.colour.foot
        opacity: 0.82
    }
    MouseArea {
        anchors.fill: parent
    }
    Rectangle {
        id: board
        anchors.bottom: parent.bottom
        width: parent.width
        height: content.implicitHeight + 2 * Theme.mm(12)
        color: Theme.colour.counter
        Rectangle {
            width: parent.width
            height: Theme.mm(3)
            color: Theme.colour.amber
        }
        Column {
            id: content
            x: Theme.margin
            y: Theme.mm(12)
            width: parent.width - 2 * Theme.margin
            spacing: Theme.gap
            Words {
                width: parent.width
                text: panel.open ? panel.sheet.title : ""
                level: "title"
            }
            Words {
                visible: text !== ""
                width: parent.width
                text: panel.open ? panel.sheet.text : ""
                level: "body"
                color: Theme.colour.ink2
            }
            Repeater {
                model: panel.groups
                Grid {
                    id: group
                    required property var modelData
                    readonly property int most: Theme.landscape ? 4 : 3
                    spacing: Theme.gap
                    columns: Math.min(most, modelData.length)
                    Repeater {
                        model: group.modelData
                        Pressable {
                            required property var modelData
                            action: modelData
                            width: (content.width - Theme.gap * (group.columns - 1)) / group.columns
                            height: Theme.landscape && panel.groups.length > 2 ? Theme.mm(28) : Theme.button
                            pad: Theme.mm(4)
                        }
                    }
                }
            }
            Repeater {
                model: panel.pair ? [] : panel.main
                Pressable {
                    required property var modelData
                    action: modelData
                    width: content.width
                    height: Theme.button
                }
            }
            Row {
                visible: panel.pair
                spacing: Theme.gap
                Repeater {
                    model: panel.pair ? [panel.rows[0], panel.main[0]] : []
                    Pressable {
                        required property var modelData
                        action: modelData
                        width: (content.width - Theme.gap) / 2
                        height: Theme.button
                        pad: Theme.mm(3)
                    }
                }
            }
        }
    }
}
