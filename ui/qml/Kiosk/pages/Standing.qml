// Every page but the poster: header, window, counter, action row. Portrait: counter below; landscape: at the end side.
pragma ComponentBehavior: Bound
import QtQuick
import QtQuick.Layouts
import Kiosk

Rectangle {
    id: page

    required property var header
    required property var blocks
    required property var counter
    required property var actions
    required property string clock
    required property string name

    readonly property bool bare: counterHeight === 0
    readonly property real counterWidth: Theme.landscape ? width * 0.54 : width
    readonly property real counterRoom: Theme.landscape ? height - top.height - 2 * Theme.margin - rowRoom
        : height - top.height - Theme.mm(96) - 2 * counterPad - rowRoom
    readonly property real rowRoom: row.implicitHeight > 0 ? row.implicitHeight + (upper.visible ? Theme.gap : 0) : 0
    readonly property real counterPad: Theme.mm(11)
    readonly property real counterHeight: upper.visible || row.implicitHeight > 0
        ? (upper.visible ? Math.min(upper.height, counterRoom) : 0) + rowRoom + 2 * counterPad : 0

    color: Theme.colour.paper

    HeaderBar {
        id: top
        width: parent.width
        header: page.header
        clock: page.clock
    }
    Item {
        id: sight
        anchors.left: parent.left
        anchors.leftMargin: Theme.margin
        anchors.top: top.bottom
        width: (Theme.landscape && !page.bare ? page.width - page.counterWidth : page.width) - 2 * Theme.margin
        height: Theme.landscape || page.bare ? page.height - top.height - Theme.mm(6) : page.height - top.height - page.counterHeight - Theme.mm(8)

        ColumnLayout {
            id: column
            width: parent.width
            height: Math.max(sight.height, implicitHeight)
            scale: Math.min(1, sight.height / height)
            transformOrigin: LayoutMirroring.enabled ? Item.TopRight : Item.TopLeft
            spacing: Theme.mm(5)

            Repeater {
                model: page.blocks
                BlockItem {
                    required property var modelData
                    required property int index
                    readonly property bool pushed: modelData.type === "entry" && !Theme.landscape
                    block: modelData
                    Layout.fillWidth: true
                    Layout.fillHeight: modelData.type === "slip"
                    Layout.topMargin: index === 0 ? Theme.mm(Theme.landscape ? 4 : 8) : 0
                    Layout.preferredHeight: modelData.type === "slip" ? Theme.mm(120) : -1
                    Layout.alignment: pushed ? Qt.AlignBottom : Qt.AlignTop
                }
            }
            Item {
                Layout.fillHeight: page.blocks.every(block => block.type !== "slip")
                Layout.preferredHeight: 0
            }
        }
    }
    Rectangle {
        id: desk
        visible: !page.bare
        anchors.right: parent.right
        anchors.bottom: parent.bottom
        width: page.counterWidth
        height: Theme.landscape ? page.height - top.height : page.counterHeight
        color: Theme.colour.counter
        Rectangle {
            width: Theme.landscape ? Theme.counterEdge : parent.width
            height: Theme.landscape ? parent.height : Theme.counterEdge
            anchors.left: parent.left
            anchors.top: parent.top
            color: Theme.colour.mark
        }
        CounterItem {
            id: upper
            anchors.left: parent.left
            anchors.leftMargin: Theme.margin
            anchors.right: parent.right
            anchors.rightMargin: Theme.margin
            anchors.bottom: row.implicitHeight > 0 ? row.top : parent.bottom
            anchors.bottomMargin: row.implicitHeight > 0 ? Theme.gap : page.counterPad
            counter: page.counter
            room: page.counterRoom
        }
        ActionRow {
            id: row
            anchors.left: parent.left
            anchors.leftMargin: Theme.margin
            anchors.right: parent.right
            anchors.rightMargin: Theme.margin
            anchors.bottom: parent.bottom
            anchors.bottomMargin: page.counterPad
            actions: page.actions
        }
    }
}
