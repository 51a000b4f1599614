// The line: filled is behind us, big with a dot is here, hollow is not yet. It never shows more than is true.
pragma ComponentBehavior: Bound
import QtQuick
import Kiosk

Item {
    id: line

    required property var stations
    property real progress: 0
    property string level: "caption"
    readonly property int count: stations.length
    readonly property int here: {
        for (let i = 0; i < count; i++)
            if (stations[i].place === "here")
                return i;
        return -1;
    }
    readonly property real step: count > 1 ? (width - station(0)) / (count - 1) : 0

    function station(i: int): real {
        return Theme.mm(Theme.landscape ? 30 : 32);
    }

    implicitHeight: Theme.mm(10) + Theme.mm(2) + Theme.type(level) * 1.4

    Rectangle {
        x: line.station(0) / 2
        y: Theme.mm(5) - height / 2
        width: line.step * (line.count - 1)
        height: Theme.lineWidth
        color: Theme.colour.line
    }
    Rectangle {
        readonly property real reach: line.step * Math.max(0, Math.min(line.count - 1, line.here + line.progress))
        x: line.LayoutMirroring.enabled ? line.width - line.station(0) / 2 - width : line.station(0) / 2
        y: Theme.mm(5) - height / 2
        width: reach
        height: Theme.lineWidth
        color: Theme.colour.mark
        Behavior on width {
            NumberAnimation {
                duration: Theme.still ? 0 : 240
                easing.type: Easing.InOutCubic
            }
        }
    }
    Repeater {
        model: line.stations
        Item {
            id: stop
            required property var modelData
            required property int index
            x: line.LayoutMirroring.enabled ? line.width - width - index * line.step : index * line.step
            width: line.station(0)
            height: line.height
            Rectangle {
                readonly property bool isHere: stop.modelData.place === "here"
                anchors.horizontalCenter: parent.horizontalCenter
                y: Theme.mm(5) - height / 2
                width: isHere ? Theme.mm(10) : Theme.mm(6)
                height: width
                radius: width / 2
                color: stop.modelData.place === "ahead" ? Theme.colour.paper : Theme.colour.mark
                border.color: stop.modelData.place === "ahead" ? Theme.colour.ink2 : Theme.colour.mark
                border.width: Theme.mm(1.4)
                Rectangle {
                    visible: parent.isHere
                    anchors.centerIn: parent
                    width: parent.width * 0.46
                    height: width
                    radius: width / 2
                    color: Theme.colour.dot
                }
            }
            Words {
                anchors.top: parent.top
                anchors.topMargin: Theme.mm(12)
                anchors.horizontalCenter: parent.horizontalCenter
                readonly property bool outer: stop.index === 0 || stop.index === line.count - 1
                width: line.step > 0 ? Math.min(line.step - Theme.mm(2), outer ? parent.width + Theme.mm(14) : line.step) : parent.width
                text: stop.modelData.label
                level: line.level
                strong: stop.modelData.place === "here"
                horizontalAlignment: Text.AlignHCenter
                fontSizeMode: Text.HorizontalFit
                minimumPixelSize: Math.round(Theme.type("caption") * 0.7)
                wrapMode: Text.NoWrap
                color: stop.modelData.place === "here" ? Theme.colour.ink : Theme.colour.ink2
            }
        }
    }
}
