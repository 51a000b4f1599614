// One fact that colours the page: amber for kept here or offline, tint for good news, red for a fault.
pragma ComponentBehavior: Bound
import QtQuick
import Kiosk

Rectangle {
    id: plate

    required property var block
    readonly property bool amber: block.tone === "amber"
    readonly property bool red: block.tone === "red"
    readonly property color ink: amber ? Theme.colour.onAmber : red ? Theme.colour.onRed : Theme.colour.onTint

    implicitHeight: Math.max(Theme.mm(block.large ? 54 : 26), texts.implicitHeight + Theme.mm(12))
    radius: block.large ? Theme.plateRadius : Theme.radius
    color: amber ? Theme.colour.amberTint : red ? Theme.colour.redTint : Theme.colour.tint
    border.color: ink
    border.width: Theme.contrast ? Theme.border : 0

    Rectangle {
        id: ring
        anchors.left: parent.left
        anchors.leftMargin: Theme.mm(7)
        anchors.verticalCenter: parent.verticalCenter
        width: Theme.mm(plate.block.large ? 32 : 14)
        height: width
        radius: width / 2
        readonly property bool filled: plate.block.large && plate.block.tone === "good"
        color: filled ? Theme.colour.mark : "transparent"
        border.color: filled ? Theme.colour.mark : plate.ink
        border.width: plate.block.large ? Theme.mm(1.8) : 0
        Icon {
            anchors.centerIn: parent
            name: plate.block.icon
            size: plate.block.large ? parent.width * 0.6 : parent.width
            stroke: plate.block.large ? 2.2 : 1.9
            colour: ring.filled ? Theme.colour.paper : plate.ink
        }
    }
    Column {
        id: texts
        anchors.left: ring.right
        anchors.leftMargin: Theme.mm(6)
        anchors.right: parent.right
        anchors.rightMargin: Theme.mm(7)
        anchors.verticalCenter: parent.verticalCenter
        spacing: Theme.mm(1.5)
        Words {
            width: parent.width
            text: plate.block.text
            level: plate.block.large ? "title" : "label"
            color: plate.ink
        }
        Words {
            visible: text !== ""
            width: parent.width
            text: plate.block.detail
            level: "body"
            color: plate.ink
        }
    }
}
