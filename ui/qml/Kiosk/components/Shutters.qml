// The window let down: opaque slats. What lies behind is not drawn at all.
pragma ComponentBehavior: Bound
import QtQuick
import Kiosk

Item {
    id: shutters

    property bool down: false
    readonly property int slat: Theme.mm(13)

    visible: face.height > 0
    clip: true

    Rectangle {
        id: face
        width: parent.width
        height: shutters.down ? parent.height : 0
        color: Theme.palette === "light" ? "#0A4245" : Theme.colour.foot
        Repeater {
            model: Math.max(0, Math.ceil(shutters.height / shutters.slat))
            Rectangle {
                required property int index
                anchors.bottom: parent ? parent.bottom : undefined
                anchors.bottomMargin: (index + 1) * shutters.slat
                width: shutters.width
                height: Theme.mm(1)
                color: "#000000"
                opacity: 0.28
            }
        }
        Behavior on height {
            NumberAnimation {
                duration: Theme.still ? 0 : shutters.down ? 320 : 220
                easing.type: Easing.OutCubic
            }
        }
    }
}
