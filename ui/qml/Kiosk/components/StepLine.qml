// The poster's line: from the card round a bend, through one station a step, into the plate below.
pragma ComponentBehavior: Bound
import QtQuick
import QtQuick.Shapes
import Kiosk

Item {
    id: line

    required property var steps
    readonly property bool mirrored: LayoutMirroring.enabled
    // The card takes what the steps leave; without room for it the line starts at the first station.
    readonly property bool carded: height - column.implicitHeight > Theme.mm(66)
    readonly property real cardRoom: carded ? Theme.mm(54) : 0
    readonly property real bend: Theme.mm(24)
    readonly property real middle: Theme.mm(36)

    Shape {
        visible: line.carded
        width: line.width
        height: line.height
        transform: Scale {
            origin.x: line.width / 2
            xScale: line.mirrored ? -1 : 1
        }
        ShapePath {
            strokeColor: Theme.colour.onFoot
            strokeWidth: Theme.mm(4)
            fillColor: "transparent"
            startX: line.width - Theme.mm(50)
            startY: line.middle
            PathLine {
                x: line.bend + Theme.mm(14)
                y: line.middle
            }
            PathQuad {
                controlX: line.bend
                controlY: line.middle
                x: line.bend
                y: line.middle + Theme.mm(14)
            }
            PathLine {
                x: line.bend
                y: line.height
            }
        }
    }
    Rectangle {
        visible: !line.carded
        x: line.mirrored ? line.width - line.bend - width / 2 : line.bend - width / 2
        y: Theme.mm(8)
        width: Theme.mm(4)
        height: line.height - y
        color: Theme.colour.onFoot
    }
    CardPicture {
        visible: line.carded
        width: Theme.mm(100)
        x: line.mirrored ? Theme.mm(2) : line.width - width - Theme.mm(2)
        y: Theme.mm(8)
        rotation: line.mirrored ? 9 : -9
    }
    Column {
        id: column
        readonly property real room: line.height - line.cardRoom
        y: line.cardRoom + Math.max(0, (room - implicitHeight * scale) / 2)
        width: parent.width
        spacing: Math.max(Theme.mm(4), Math.min(Theme.mm(16), (line.height - Theme.mm(66) - line.steps.length * Theme.mm(32)) / Math.max(1, line.steps.length)))
        scale: Math.min(1, line.height / Math.max(1, implicitHeight))
        transformOrigin: line.mirrored ? Item.TopRight : Item.TopLeft
        Repeater {
            model: line.steps
            Item {
                id: step
                required property var modelData
                width: column.width
                height: Math.max(Theme.mm(28), texts.implicitHeight)
                Rectangle {
                    anchors.left: parent.left
                    anchors.leftMargin: line.bend - width / 2
                    anchors.verticalCenter: parent.verticalCenter
                    width: Theme.mm(14)
                    height: width
                    radius: width / 2
                    color: Theme.colour.onFoot
                    Rectangle {
                        anchors.centerIn: parent
                        width: parent.width * 0.5
                        height: width
                        radius: width / 2
                        color: Theme.contrast ? "#000000" : Theme.colour.amber
                    }
                }
                Icon {
                    id: glyph
                    anchors.left: parent.left
                    anchors.leftMargin: Theme.mm(44)
                    anchors.verticalCenter: parent.verticalCenter
                    name: step.modelData.icon
                    size: Theme.mm(26)
                    colour: Theme.colour.onFoot
                }
                Column {
                    id: texts
                    anchors.left: glyph.right
                    anchors.leftMargin: Theme.mm(9)
                    anchors.right: parent.right
                    anchors.verticalCenter: parent.verticalCenter
                    Words {
                        width: parent.width
                        text: step.modelData.value
                        level: "heading"
                        color: Theme.colour.onFoot
                    }
                    Words {
                        width: parent.width
                        text: step.modelData.caption
                        level: "caption"
                        color: Theme.colour.onFoot2
                    }
                }
            }
        }
    }
}
