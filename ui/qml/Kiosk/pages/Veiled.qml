// Before the shutter: the first banner is the sign for the next person, what follows speaks to the one who left.
pragma ComponentBehavior: Bound
import QtQuick
import QtQuick.Layouts
import Kiosk

Item {
    id: veiled

    required property var blocks
    required property var actions
    // What a sheet takes from below.
    property real taken: 0
    readonly property var sign: blocks.find(block => block.type === "banner") ?? null
    readonly property var rest: blocks.filter(block => block.type !== "banner")

    readonly property var picture: blocks.find(block => block.type === "picture") ?? null
    readonly property bool aside: Theme.landscape && !!picture

    Rectangle {
        id: plate
        visible: !!veiled.sign
        anchors.horizontalCenter: parent.horizontalCenter
        y: board.visible ? Theme.mm(14) : Math.max(Theme.mm(14), (parent.height - veiled.taken - height) / 2)
        width: Math.min(parent.width - 2 * Theme.margin, Theme.mm(Theme.landscape ? 400 : 320))
        height: texts.implicitHeight + Theme.mm(24)
        radius: Theme.plateRadius
        color: Theme.colour.foot
        border.color: Theme.colour.onFoot2
        border.width: Theme.hairline
        Icon {
            id: glyph
            name: veiled.sign ? veiled.sign.icon : ""
            size: Theme.mm(24)
            colour: Theme.colour.onFoot
            anchors.left: parent.left
            anchors.leftMargin: Theme.mm(10)
            anchors.verticalCenter: parent.verticalCenter
        }
        Column {
            id: texts
            anchors.left: glyph.right
            anchors.leftMargin: Theme.mm(8)
            anchors.right: parent.right
            anchors.rightMargin: Theme.mm(10)
            anchors.verticalCenter: parent.verticalCenter
            spacing: Theme.mm(1.5)
            Words {
                width: parent.width
                text: veiled.sign ? veiled.sign.text : ""
                level: "title"
                color: Theme.colour.onFoot
            }
            Words {
                visible: text !== ""
                width: parent.width
                text: veiled.sign ? veiled.sign.detail : ""
                color: Theme.colour.onFoot2
            }
        }
    }
    Rectangle {
        id: board
        visible: veiled.rest.length > 0
        anchors.horizontalCenter: parent.horizontalCenter
        anchors.top: plate.bottom
        anchors.topMargin: Theme.mm(10)
        anchors.bottom: parent.bottom
        anchors.bottomMargin: Theme.mm(12)
        width: plate.width
        radius: Theme.plateRadius
        color: Theme.colour.paper
        Loader {
            active: veiled.aside
            anchors.top: parent.top
            anchors.bottom: parent.bottom
            anchors.right: parent.right
            anchors.margins: Theme.mm(12)
            width: parent.width * 0.44
            sourceComponent: BlockItem {
                block: veiled.picture
            }
        }
        ColumnLayout {
            anchors.top: parent.top
            anchors.bottom: parent.bottom
            anchors.left: parent.left
            anchors.margins: Theme.mm(12)
            width: parent.width * (veiled.aside ? 0.5 : 1) - 2 * Theme.mm(12)
            spacing: Theme.mm(5)
            Repeater {
                model: veiled.rest.filter(block => !veiled.aside || block.type !== "picture")
                BlockItem {
                    required property var modelData
                    block: modelData
                    Layout.fillWidth: true
                    Layout.fillHeight: modelData.type === "picture"
                    Layout.preferredHeight: modelData.type === "picture" ? Theme.mm(30) : -1
                }
            }
            Item {
                visible: veiled.aside
                Layout.fillHeight: true
            }
            ActionRow {
                Layout.fillWidth: true
                Layout.preferredHeight: implicitHeight
                actions: veiled.actions
            }
        }
    }
}
