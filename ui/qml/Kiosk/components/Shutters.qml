// The window let down: opaque slats. What lies behind is not drawn at all; this only says so to the next person.
pragma ComponentBehavior: Bound
import QtQuick
import Kiosk

Item {
    id: shutters

    required property string position
    readonly property real reach: position === "down" ? 1 : position === "half" ? 0.5 : 0

    visible: reach > 0
    clip: true

    Rectangle {
        width: parent.width
        height: parent.height * shutters.reach
        color: Theme.palette === "light" ? "#0A4245" : Theme.colour.foot
        Column {
            anchors.fill: parent
            spacing: Theme.mm(12)
            topPadding: Theme.mm(12)
            Repeater {
                model: Math.floor(parent.height / Theme.mm(13))
                Rectangle {
                    width: shutters.width
                    height: Theme.mm(1)
                    color: "#FFFFFF"
                    opacity: 0.12
                }
            }
        }
        Behavior on height {
            NumberAnimation {
                duration: Theme.still ? 0 : 320
                easing.type: Easing.OutCubic
            }
        }
    }
}
