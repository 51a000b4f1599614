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
    readonly property bool cards: !paper && !waits

    implicitHeight: Theme.mm(waits ? 70 : 100)
    Accessible.role: Accessible.Graphic
    Accessible.name: block.description

    // Drawn in a field of 280 x 210, as large as there is room.
    Item {
        id: field
        width: Theme.mm(280)
        height: Theme.mm(picture.waits ? 120 : 210)
        anchors.centerIn: parent
        scale: Math.min(1, picture.height / height, picture.width / width)
        LayoutMirroring.enabled: false
        LayoutMirroring.childrenInherit: true

        Rectangle {
            visible: picture.cards
            x: 0
            y: Theme.mm(70)
            width: Theme.mm(280)
            height: Theme.mm(138)
            radius: Theme.mm(8)
            color: Theme.colour.edge
            Rectangle {
                width: parent.width
                height: parent.height - Theme.mm(8)
                radius: parent.radius
                color: Theme.colour.counter
                border.color: Theme.colour.line
                border.width: Theme.hairline
            }
        }
        Rectangle {
            visible: picture.cards
            x: Theme.mm(73)
            y: Theme.mm(98)
            width: Theme.mm(134)
            height: Theme.mm(88)
            radius: Theme.mm(7)
            color: Theme.colour.tint
            border.color: Theme.colour.mark
            border.width: Theme.mm(2)
            Repeater {
                model: [0.68, 0.46, 0.24]
                Rectangle {
                    required property real modelData
                    anchors.centerIn: parent
                    width: parent.height * modelData
                    height: width
                    radius: width / 2
                    color: "transparent"
                    border.color: Theme.colour.mark
                    border.width: Theme.mm(1)
                    opacity: 0.9 - modelData * 0.8
                }
            }
        }
        CardPicture {
            id: card
            readonly property real away: Theme.mm(picture.lifts ? 8 : 22)
            readonly property real near: Theme.mm(70)
            readonly property real rest: picture.lifts ? away : Theme.mm(30)
            visible: picture.cards
            width: Theme.mm(124)
            x: Theme.mm(picture.lifts ? 126 : 24)
            y: rest
            rotation: picture.lifts ? 8 : -8
            SequentialAnimation on y {
                running: !Theme.still && picture.visible && picture.cards
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
        }
        CurvedArrow {
            visible: picture.cards
            up: picture.lifts
            x: Theme.mm(picture.lifts ? 76 : 158)
            y: Theme.mm(picture.lifts ? 58 : 56)
            width: Theme.mm(44)
            height: Theme.mm(72)
        }

        Rectangle {
            visible: picture.paper
            x: Theme.mm(20)
            y: Theme.mm(8)
            width: Theme.mm(240)
            height: Theme.mm(52)
            radius: Theme.mm(8)
            color: Theme.colour.counter
            border.color: Theme.colour.line
            border.width: Theme.hairline
            Rectangle {
                anchors.centerIn: parent
                width: Theme.mm(150)
                height: Theme.mm(14)
                radius: height / 2
                color: Theme.contrast ? "#FFE500" : "#0A4245"
            }
        }
        Rectangle {
            visible: picture.paper
            x: Theme.mm(80)
            y: Theme.mm(34)
            width: Theme.mm(120)
            height: Theme.mm(150)
            color: "#FFFFFF"
            border.color: Theme.contrast ? "#FFE500" : "#0A4245"
            border.width: Theme.mm(1.2)
            Repeater {
                model: [0.7, 0.44, 0.6, 0.36, 0.56]
                Rectangle {
                    required property real modelData
                    required property int index
                    x: Theme.mm(14)
                    y: Theme.mm(30 + 20 * index)
                    width: parent ? parent.width * modelData : 0
                    height: Theme.mm(4.4)
                    radius: height / 2
                    color: "#8FB0A8"
                }
            }
        }
        CurvedArrow {
            visible: picture.paper
            x: Theme.mm(214)
            y: Theme.mm(84)
            width: Theme.mm(44)
            height: Theme.mm(72)
        }

        Item {
            visible: picture.waits
            anchors.horizontalCenter: parent.horizontalCenter
            width: Theme.mm(150)
            height: parent.height
            Rectangle {
                x: Theme.mm(28)
                y: Theme.mm(4)
                width: Theme.mm(94)
                height: Theme.mm(80)
                color: "#FFFFFF"
                border.color: Theme.contrast ? "#FFE500" : "#0A4245"
                border.width: Theme.mm(1.2)
                Rectangle {
                    x: Theme.mm(12)
                    y: Theme.mm(14)
                    width: Theme.mm(40)
                    height: Theme.mm(4)
                    radius: height / 2
                    color: "#0A4245"
                }
                Rectangle {
                    x: Theme.mm(12)
                    y: Theme.mm(27)
                    width: Theme.mm(70)
                    height: Theme.mm(4)
                    radius: height / 2
                    color: "#8FB0A8"
                }
            }
            Shape {
                width: 150
                height: 120
                scale: parent.width / 150
                transformOrigin: Item.TopLeft
                ShapePath {
                    fillColor: Theme.colour.tint
                    strokeColor: Theme.colour.mark
                    strokeWidth: 1.8
                    joinStyle: ShapePath.RoundJoin
                    PathSvg {
                        path: "M4 46L75 92L146 46V116H4Z M4 116L56 80 M146 116L94 80"
                    }
                }
            }
            Rectangle {
                anchors.horizontalCenter: parent.horizontalCenter
                y: Theme.mm(92)
                width: Theme.mm(16)
                height: width
                radius: width / 2
                color: Theme.colour.amber
                border.color: Theme.colour.mark
                border.width: Theme.mm(1.4)
                SequentialAnimation on scale {
                    running: !Theme.still && picture.waits && picture.visible
                    loops: Animation.Infinite
                    NumberAnimation { from: 1; to: 0.62; duration: 600; easing.type: Easing.InOutQuad }
                    NumberAnimation { from: 0.62; to: 1; duration: 600; easing.type: Easing.InOutQuad }
                }
            }
        }
    }
}
