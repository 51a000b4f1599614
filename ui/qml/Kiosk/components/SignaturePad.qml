// White paper to sign on. Each stroke is told when the finger leaves; what the model holds is what is drawn.
pragma ComponentBehavior: Bound
import QtQuick
import Kiosk

Rectangle {
    id: pad

    required property var counter
    property real room: 0
    property var stroke: []
    readonly property var held: counter.strokes

    objectName: "sign-pad"
    height: Math.max(Theme.mm(90), Math.min(room, Theme.mm(220)))
    color: Theme.slipPaper
    radius: Theme.radius
    border.color: Theme.colour.mark
    border.width: Theme.border
    LayoutMirroring.enabled: false
    LayoutMirroring.childrenInherit: true
    onHeldChanged: canvas.requestPaint()
    Accessible.role: Accessible.Canvas
    Accessible.name: counter.hint

    Words {
        visible: pad.held.length === 0 && pad.stroke.length === 0
        anchors.centerIn: parent
        width: parent.width - Theme.mm(20)
        text: pad.counter.hint
        level: "heading"
        color: "#5B6A66"
        horizontalAlignment: Text.AlignHCenter
    }
    Rectangle {
        anchors.left: parent.left
        anchors.right: parent.right
        anchors.margins: Theme.mm(12)
        y: parent.height * 0.78
        height: Theme.hairline
        color: "#C9BDA6"
    }
    Canvas {
        id: canvas
        anchors.fill: parent
        onPaint: {
            const ink = getContext("2d");
            ink.reset();
            ink.strokeStyle = Theme.slipInk;
            ink.lineWidth = Theme.mm(1.4);
            ink.lineCap = "round";
            ink.lineJoin = "round";
            for (const points of pad.held)
                trace(ink, points.map(point => [point[0] * width / 1000, point[1] * height / 1000]));
            trace(ink, pad.stroke);
        }
        function trace(ink: var, points: var) {
            if (points.length === 0)
                return;
            ink.beginPath();
            ink.moveTo(points[0][0], points[0][1]);
            for (const point of points)
                ink.lineTo(point[0], point[1]);
            ink.stroke();
        }
    }
    MouseArea {
        anchors.fill: parent
        onPressed: mouse => pad.stroke = [[mouse.x, mouse.y]]
        onPositionChanged: mouse => {
            pad.stroke.push([mouse.x, mouse.y]);
            canvas.requestPaint();
        }
        onReleased: {
            const flat = [];
            for (const point of pad.stroke) {
                flat.push(Math.round(Math.max(0, Math.min(1, point[0] / width)) * 1000));
                flat.push(Math.round(Math.max(0, Math.min(1, point[1] / height)) * 1000));
            }
            pad.stroke = [];
            Theme.bridge.stroke(flat);
        }
    }
}
