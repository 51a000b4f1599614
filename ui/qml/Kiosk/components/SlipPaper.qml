// The receipt as it is printed: the same dots, white paper in every palette, a torn lower edge.
pragma ComponentBehavior: Bound
import QtQuick
import QtQuick.Shapes
import Kiosk

Item {
    id: slip

    required property var block
    readonly property real ratio: dots.sourceSize.width > 0 ? dots.sourceSize.height / dots.sourceSize.width : 1.6
    readonly property real paperHeight: Math.min(height, (width * 0.96) * ratio + 2 * Theme.mm(5))
    readonly property real paperWidth: Math.min(width, (paperHeight - 2 * Theme.mm(5)) / ratio + 2 * Theme.mm(5))

    implicitHeight: Theme.mm(190)
    Accessible.role: Accessible.Graphic
    Accessible.name: block.speech

    Rectangle {
        id: paper
        anchors.horizontalCenter: Theme.landscape ? parent.horizontalCenter : undefined
        anchors.right: Theme.landscape ? undefined : parent.right
        width: slip.paperWidth
        height: slip.paperHeight - Theme.mm(3)
        color: Theme.slipPaper
        border.color: Theme.contrast ? "#FFFFFF" : Theme.colour.line
        border.width: Theme.hairline
        Image {
            id: dots
            anchors.fill: parent
            anchors.margins: Theme.mm(4)
            source: "image://slip/" + slip.block.image + "?" + (Theme.bridge ? Theme.bridge.pictureEdition : 0)
            fillMode: Image.PreserveAspectFit
            smooth: true
            mipmap: true
            cache: false
        }
    }
    Row {
        anchors.top: paper.bottom
        anchors.topMargin: -Theme.hairline
        anchors.left: paper.left
        width: paper.width
        clip: true
        Repeater {
            model: Math.ceil(paper.width / Theme.mm(6))
            Shape {
                width: Theme.mm(6)
                height: Theme.mm(3)
                ShapePath {
                    fillColor: Theme.slipPaper
                    strokeColor: "transparent"
                    startX: 0
                    startY: 0
                    PathLine { x: Theme.mm(6); y: 0 }
                    PathLine { x: Theme.mm(3); y: Theme.mm(3) }
                    PathLine { x: 0; y: 0 }
                }
            }
        }
    }
}
