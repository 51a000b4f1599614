// Same words, same places on every page: finish at the start side, help at the end side.
pragma ComponentBehavior: Bound
import QtQuick
import Kiosk

Rectangle {
    id: footer

    required property var actions

    color: Theme.colour.foot
    implicitHeight: Theme.footer

    Rectangle {
        visible: Theme.contrast
        width: parent.width
        height: Theme.hairline
        color: "#FFFFFF"
    }
    Row {
        anchors.fill: parent
        Repeater {
            model: footer.actions
            Item {
                id: segment
                required property var modelData
                required property int index
                width: footer.width / Math.max(1, footer.actions.length)
                height: footer.height
                objectName: "action:" + modelData.id
                Accessible.role: Accessible.Button
                Accessible.name: modelData.label
                Accessible.onPressAction: Theme.bridge.press(segment.modelData.id)

                Rectangle {
                    visible: segment.index > 0
                    x: segment.LayoutMirroring.enabled ? parent.width : 0
                    anchors.verticalCenter: parent.verticalCenter
                    width: Theme.hairline
                    height: parent.height * 0.5
                    color: Theme.colour.onFoot2
                    opacity: 0.45
                }
                Rectangle {
                    anchors.fill: parent
                    color: Theme.colour.onFoot
                    opacity: touch.pressed ? 0.18 : 0
                }
                Grid {
                    anchors.centerIn: parent
                    columns: Theme.landscape ? 2 : 1
                    spacing: Theme.mm(2)
                    horizontalItemAlignment: Grid.AlignHCenter
                    verticalItemAlignment: Grid.AlignVCenter
                    Icon {
                        name: segment.modelData.icon
                        size: Theme.mm(14)
                        colour: Theme.colour.onFoot
                    }
                    Words {
                        width: Math.min(implicitWidth, segment.width - Theme.mm(Theme.landscape ? 22 : 6))
                        text: segment.modelData.label
                        level: "caption"
                        strong: true
                        color: Theme.colour.onFoot
                        horizontalAlignment: Text.AlignHCenter
                        fontSizeMode: Text.Fit
                        minimumPixelSize: Math.round(Theme.type("caption") * 0.75)
                        height: Math.min(implicitHeight, segment.height - Theme.mm(Theme.landscape ? 2 : 18))
                        Accessible.ignored: true
                    }
                }
                MouseArea {
                    id: touch
                    anchors.fill: parent
                    onClicked: Theme.bridge.press(segment.modelData.id)
                }
            }
        }
    }
}
