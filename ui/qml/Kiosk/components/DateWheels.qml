// Year, month, day: pressed up and down, never dragged.
pragma ComponentBehavior: Bound
import QtQuick
import Kiosk

Row {
    id: wheels

    required property var counter
    property real room: 0
    readonly property int count: counter.wheels.length

    LayoutMirroring.enabled: false
    LayoutMirroring.childrenInherit: true
    spacing: Theme.gap

    Repeater {
        model: wheels.counter.wheels
        Column {
            id: wheel
            required property var modelData
            width: (wheels.width - Theme.gap * (wheels.count - 1)) / wheels.count
            spacing: Theme.mm(3)
            Words {
                width: parent.width
                text: wheel.modelData.label
                level: "caption"
                color: Theme.colour.ink2
                horizontalAlignment: Text.AlignHCenter
            }
            Pressable {
                width: parent.width
                height: Math.min(Theme.digitKey, Math.max(Theme.mm(22), wheels.room * 0.3))
                action: wheel.modelData.up
                level: "heading"
            }
            Rectangle {
                width: parent.width
                height: value.implicitHeight + Theme.mm(8)
                radius: Theme.radius
                color: Theme.colour.paper
                border.color: Theme.colour.mark
                border.width: Theme.border
                Words {
                    id: value
                    anchors.centerIn: parent
                    text: wheel.modelData.value
                    level: "heading"
                }
            }
            Pressable {
                width: parent.width
                height: Math.min(Theme.digitKey, Math.max(Theme.mm(22), wheels.room * 0.3))
                action: wheel.modelData.down
                level: "heading"
            }
        }
    }
}
