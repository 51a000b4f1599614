// Fixed slots of a number, grouped as people say it. Digits run left to right in every language.
pragma ComponentBehavior: Bound
import QtQuick
import Kiosk

Row {
    id: slots

    required property var groups
    required property string text
    property real room: 0
    readonly property real apart: Theme.mm(7)
    readonly property int count: groups.reduce((sum, size) => sum + size, 0)
    readonly property real cell: Math.min(Theme.type("heading") * 0.9, (room - apart * (groups.length - 1)) / Math.max(1, count))

    LayoutMirroring.enabled: false
    LayoutMirroring.childrenInherit: true
    spacing: apart

    Repeater {
        model: slots.groups
        Row {
            id: group
            required property int modelData
            required property int index
            readonly property int first: slots.groups.slice(0, index).reduce((sum, size) => sum + size, 0)
            Repeater {
                model: group.modelData
                Item {
                    id: slot
                    required property int index
                    readonly property int at: group.first + index
                    width: slots.cell
                    height: Theme.type("heading") * 1.35
                    Words {
                        anchors.horizontalCenter: parent.horizontalCenter
                        anchors.top: parent.top
                        text: slots.text.charAt(slot.at)
                        level: "heading"
                        lang: "en"
                        Accessible.ignored: true
                    }
                    Rectangle {
                        anchors.bottom: parent.bottom
                        anchors.horizontalCenter: parent.horizontalCenter
                        width: parent.width * 0.74
                        height: slot.at === slots.text.length ? Theme.mm(1.6) : Theme.mm(0.8)
                        color: slot.at === slots.text.length ? Theme.colour.mark : Theme.colour.ink2
                    }
                }
            }
        }
    }
}
