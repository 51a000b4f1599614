// The only dialog: rises from the footer; the page above is covered.
pragma ComponentBehavior: Bound
import QtQuick
import Kiosk

Item {
    id: panel

    required property var sheet
    property bool covers: true
    readonly property bool open: !!sheet
    readonly property int columns: !open ? 1 : sheet.actions.length > 4 ? 3 : Math.min(2, sheet.actions.length)
    readonly property var rows: open ? sheet.actions.filter(action => action.role !== "primary") : []
    readonly property var main: open ? sheet.actions.filter(action => action.role === "primary") : []

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
        anchors.bottom: parent.bottom
        width: parent.width
        height: content.implicitHeight + 2 * Theme.margin
        color: Theme.colour.counter
        Rectangle {
            width: parent.width
            height: Theme.mm(3)
            color: Theme.colour.amber
        }
        Column {
            id: content
            x: Theme.margin
            y: Theme.margin
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
            Grid {
                columns: panel.columns
                spacing: Theme.gap
                Repeater {
                    model: panel.rows
                    Pressable {
                        required property var modelData
                        action: modelData
                        width: (content.width - Theme.gap * (panel.columns - 1)) / panel.columns
                        height: Theme.button
                        pad: Theme.mm(4)
                    }
                }
            }
            Repeater {
                model: panel.main
                Pressable {
                    required property var modelData
                    action: modelData
                    width: content.width
                    height: Theme.button
                }
            }
        }
    }
}
