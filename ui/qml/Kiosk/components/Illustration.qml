// What to do with the hands, drawn flat: the card onto the plate, the card off it, the paper out of the slot.
pragma ComponentBehavior: Bound
import QtQuick
import QtQuick.Shapes
import Kiosk

Item {
    id: picture

    required property var block
    readonly property bool lifts: block.name === "lift_card" || block.name === "take_card"
    readonly property bool paper: block.name === "take_paper"
    readonly property bool waits: block.name === "waiting"

    implicitHeight: waits ? Theme.mm(70) : Theme.mm(150)
    Accessible.role: Accessible.Graphic
    Accessible.name: block.description

    Item {
        visible: !picture.waits
        width: Theme.mm(190)
        height: Theme.mm(140)
        anchors.centerIn: parent
        scale: Math.min(1, picture.height / Theme.mm(150), picture.width / Theme.mm(190))
        LayoutMirroring.enabled: false
        LayoutMirroring.childrenInherit: true

        Rectangle {
            id: plate
            visible: !picture.paper
            x: Theme.mm(20)
            y: Theme.mm(88)
            width: Theme.mm(150)
            height: Theme.mm(46)
            radius: Theme.plateRadius
            color: Theme.colour.tint
            border.color: Theme.colour.mark
            border.width: Theme.mm(1.4)
            Rectangle {
                anchors.centerIn: parent
                width: parent.width * 0.62
                height: Theme.mm(3)
                radius: height / 2
                color: Theme.colour.amber
            }
        }
        Rectangle {
            id: card
            readonly property real away: Theme.mm(4)
            readonly property real near: Theme.mm(44)
            visible: !picture.paper
            x: Theme.mm(46)
            y: picture.lifts ? away : near
            width: Theme.mm(98)
            height: Theme.mm(60)
            radius: Theme.plateRadius
            color: "#FFFFFF"
            border.color: Theme.contrast ? "#FFE500" : "#0A4245"
            border.width: Theme.mm(1.2)
            SequentialAnimation on y {
                running: !Theme.still && picture.visible && !picture.paper
                loops: 4
                NumberAnimation {
                    from: picture.lifts ? card.near : card.away
                    to: picture.lifts ? card.away : card.near
                    duration: 900
                    easing.type: Easing.InOutCubic
                }
                PauseAnimation {
                    duration: 1500
                }
            }
            Rectangle {
                x: parent.width * 0.68
                y: parent.height * 0.16
                width: parent.width * 0.24
                height: parent.height * 0.5
                radius: Theme.mm(2)
                color: "#DDE9E4"
                Rectangle {
                    anchors.horizontalCenter: parent.horizontalCenter
                    y: parent.height * 0.14
                    width: parent.width * 0.44
                    height: width
                    radius: width / 2
                    color: "#0A4245"
                }
                Rectangle {
                    anchors.horizontalCenter: parent.horizontalCenter
                    anchors.bottom: parent.bottom
                    anchors.bottomMargin: parent.height * 0.1
                    width: parent.width * 0.7
                    height: parent.height * 0.3
                    radius: height / 2
                    color: "#0A4245"
                }
            }
            Repeater {
                model: [0.36, 0.48, 0.4]
                Rectangle {
                    required property real modelData
                    required property int index
                    x: card.width * 0.09
                    y: card.height * (0.2 + 0.17 * index)
                    width: card.width * modelData
                    height: Theme.mm(3.4)
                    radius: height / 2
                    color: "#8FB0A8"
                }
            }
            Rectangle {
                x: card.width * 0.09
                y: card.height * 0.78
                width: card.width * 0.62
                height: Theme.mm(4)
                radius: height / 2
                color: "#0A4245"
            }
        }
        Shape {
            x: Theme.mm(160)
            y: Theme.mm(30)
            width: Theme.mm(24)
            height: Theme.mm(44)
            rotation: picture.lifts ? 180 : 0
            ShapePath {
                fillColor: Theme.colour.amber
                strokeColor: Theme.colour.mark
                strokeWidth: Theme.mm(1.2)
                joinStyle: ShapePath.RoundJoin
                startX: Theme.mm(7)
                startY: 0
                PathLine { x: Theme.mm(17); y: 0 }
                PathLine { x: Theme.mm(17); y: Theme.mm(24) }
                PathLine { x: Theme.mm(24); y: Theme.mm(24) }
                PathLine { x: Theme.mm(12); y: Theme.mm(42) }
                PathLine { x: 0; y: Theme.mm(24) }
                PathLine { x: Theme.mm(7); y: Theme.mm(24) }
                PathLine { x: Theme.mm(7); y: 0 }
            }
        }
        Rectangle {
            visible: picture.paper
            x: Theme.mm(20)
            y: Theme.mm(10)
            width: Theme.mm(130)
            height: Theme.mm(22)
            radius: Theme.plateRadius
            color: Theme.colour.tint
            border.color: Theme.colour.mark
            border.width: Theme.mm(1.4)
        }
        Rectangle {
            visible: picture.paper
            x: Theme.mm(45)
            y: Theme.mm(22)
            width: Theme.mm(80)
            height: Theme.mm(100)
            color: "#FFFFFF"
            border.color: "#0A4245"
            border.width: Theme.mm(1.2)
            Repeater {
                model: 5
                Rectangle {
                    required property int index
                    x: Theme.mm(10)
                    y: Theme.mm(16 + 14 * index)
                    width: Theme.mm(index % 2 ? 40 : 58)
                    height: Theme.mm(3.4)
                    radius: height / 2
                    color: "#8FB0A8"
                }
            }
        }
    }
    Rectangle {
        visible: picture.waits
        anchors.centerIn: parent
        width: Theme.mm(46)
        height: width
        radius: width / 2
        color: "transparent"
        border.color: Theme.colour.mark
        border.width: Theme.mm(3)
        Rectangle {
            anchors.centerIn: parent
            width: parent.width * 0.4
            height: width
            radius: width / 2
            color: Theme.colour.amber
            SequentialAnimation on scale {
                running: !Theme.still && picture.waits && picture.visible
                loops: Animation.Infinite
                NumberAnimation { from: 1; to: 0.62; duration: 600; easing.type: Easing.InOutQuad }
                NumberAnimation { from: 0.62; to: 1; duration: 600; easing.type: Easing.InOutQuad }
            }
        }
    }
}
