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
            readonly property bool typing: entry.block.composing !== null
            readonly property string composing: entry.block.composing ?? ""
            property point end: Qt.point(0, 0)
            visible: !entry.slotted
            LayoutMirroring.enabled: typing ? false : entry.LayoutMirroring.enabled
            anchors.left: parent.left
            anchors.right: parent.right
            anchors.margins: Theme.mm(6)
            anchors.verticalCenter: parent.verticalCenter
            text: entry.slotted ? "" : (entry.block.text + composing) || entry.block.placeholder
            lang: typing && Theme.language === "ar" ? "en" : Theme.language
            level: text.length > 36 ? "body" : "heading"
            strong: false
            color: entry.block.text || composing ? Theme.colour.ink : Theme.colour.ink2
            fontSizeMode: typing ? Text.FixedSize : Text.HorizontalFit
            minimumPixelSize: Theme.type("caption")
            maximumLineCount: typing ? 6 : 2
            // Where lines are laid out one by one, Qt takes their height from the face.
            lineHeight: typing ? 1 : Theme.lineHeight(lang)
            onLineLaidOut: line => {
                if (line.isLast)
                    shown.end = Qt.point(line.implicitWidth, line.y + line.height);
            }
            Accessible.ignored: true
            TextMetrics {
                id: spelt
                font: shown.font
                text: shown.composing
            }
            // The letters not chosen for are underlined, as far as they stand on the last line; behind them the caret.
            Rectangle {
                visible: shown.composing !== ""
                x: Math.max(0, shown.end.x - spelt.advanceWidth)
                y: shown.end.y
                width: Math.min(spelt.advanceWidth, shown.end.x)
                height: Theme.mm(1)
                color: Theme.colour.mark
            }
            Rectangle {
                visible: shown.typing
                x: shown.text === "" ? 0 : shown.end.x + Theme.mm(0.6)
                y: shown.text === "" ? 0 : shown.end.y - height
                width: Theme.mm(0.9)
                height: Theme.type(shown.level) * 1.2
                color: Theme.colour.mark
            }
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
