// A field being filled: fixed slots for numbers, free text else. An error takes the note's place; the content stays.
pragma ComponentBehavior: Bound
import QtQuick
import Kiosk

Column {
    id: entry

    required property var block
    readonly property bool wrong: block.error !== ""
    readonly property bool slotted: block.groups.length > 0
    spacing: Theme.mm(3)

    Words {
        width: parent.width
        text: entry.block.label
        level: "label"
    }
    Rectangle {
        width: parent.width
        height: Math.max(Theme.field, shown.implicitHeight + Theme.mm(10))
        radius: Theme.radius
        color: Theme.colour.face
        border.color: entry.wrong ? Theme.colour.red : Theme.colour.mark
        border.width: entry.wrong ? Theme.wrongBorder : Theme.border
        Accessible.role: Accessible.StaticText
        Accessible.name: entry.block.label + ": " + entry.block.text
        SlotRow {
            visible: entry.slotted
            anchors.centerIn: parent
            groups: entry.block.groups
            text: entry.block.text
            room: parent.width - 2 * Theme.mm(6)
        }
        Words {
            id: shown
            visible: !entry.slotted
            anchors.left: parent.left
            anchors.right: parent.right
            anchors.margins: Theme.mm(6)
            anchors.verticalCenter: parent.verticalCenter
            text: entry.slotted ? "" : entry.block.text || entry.block.placeholder
            level: "heading"
            color: entry.block.text ? Theme.colour.ink : Theme.colour.ink2
            fontSizeMode: Text.HorizontalFit
            minimumPixelSize: Theme.type("caption")
            maximumLineCount: 2
            Accessible.ignored: true
        }
    }
    Rectangle {
        visible: entry.wrong
        width: parent.width
        height: error.implicitHeight + Theme.mm(10)
        radius: Theme.radius
        color: Theme.colour.redTint
        border.color: Theme.colour.onRed
        border.width: Theme.contrast ? Theme.border : 0
        Icon {
            id: glyph
            name: "warning"
            size: Theme.mm(14)
            colour: Theme.colour.onRed
            anchors.left: parent.left
            anchors.leftMargin: Theme.mm(6)
            anchors.verticalCenter: parent.verticalCenter
        }
        Words {
            id: error
            anchors.left: glyph.right
            anchors.leftMargin: Theme.mm(4)
            anchors.right: parent.right
            anchors.rightMargin: Theme.mm(6)
            anchors.verticalCenter: parent.verticalCenter
            text: entry.block.error
            level: "label"
            color: Theme.colour.onRed
        }
    }
    Words {
        visible: text !== "" && !entry.wrong
        width: parent.width
        text: entry.block.note
        level: "caption"
        color: Theme.colour.ink2
    }
}
