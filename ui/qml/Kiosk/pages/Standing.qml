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

    // A slip stands beside the words that follow it; in landscape it lies on the counter, and where the counter is
    // empty, so does the list or picture of the page.
    readonly property int slipAt: blocks.findIndex(block => block.type === "slip")
    readonly property var slip: slipAt < 0 ? null : blocks[slipAt]
    readonly property bool roomy: Theme.landscape && !slip && actions.length > 0 && (!counter || counter.type === "empty")
    readonly property int laidAt: roomy ? blocks.findIndex(block => block.type === "facts" || block.type === "picture") : -1
    readonly property var laid: laidAt < 0 ? null : blocks[laidAt]
    readonly property var above: blocks.filter((block, at) => at !== laidAt && (slipAt < 0 || at < slipAt))
    readonly property var beside: slipAt < 0 ? [] : blocks.slice(slipAt + 1)
    readonly property bool stretched: above.some(block => block.type === "picture")

    readonly property bool bare: !upper.active && rowHeight === 0
    readonly property real counterWidth: Theme.landscape ? width * (counter && counter.type === "tiles" ? 0.6 : 0.54) : width
    readonly property real counterPad: Theme.mm(!Theme.landscape ? 11 : counter && counter.type === "tiles" ? 4 : 8)
    // The outcome's buttons come when the paper is out: their place is kept.
    readonly property real rowHeight: row.implicitHeight > 0 ? row.implicitHeight : name === "outcome" ? Theme.button : 0
    readonly property real rowRoom: rowHeight > 0 ? rowHeight + (upper.active ? Theme.gap : 0) : 0
    readonly property real counterRoom: Theme.landscape ? height - top.height - 2 * counterPad - rowRoom
        : height - top.height - Theme.mm(96) - 2 * counterPad - rowRoom
    readonly property real counterHeight: upper.active || rowHeight > 0
        ? (upper.active ? Math.min(upper.height, counterRoom) : 0) + rowRoom + 2 * counterPad : 0

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
        height: (Theme.landscape || page.bare ? page.height - top.height : page.height - top.height - page.counterHeight) - Theme.mm(8)

        ColumnLayout {
            id: column
            objectName: "window"
            // Too much for the page: everything becomes a little smaller, nothing is cut.
            width: sight.width
            height: Math.max(sight.height, implicitHeight)
            scale: height > 0 ? Math.min(1, sight.height / height) : 1
            transformOrigin: LayoutMirroring.enabled ? Item.TopRight : Item.TopLeft
            anchors.left: parent.left
            spacing: Theme.mm(5)

            Repeater {
                model: page.above
                BlockItem {
                    required property var modelData
                    required property int index
                    block: modelData
                    Layout.fillWidth: true
                    Layout.fillHeight: modelData.type === "picture"
                    Layout.topMargin: index === 0 ? Theme.mm(Theme.landscape ? 4 : 8) : modelData.type === "entry" ? Theme.mm(8) : 0
                    Layout.alignment: Qt.AlignTop
                }
            }
            RowLayout {
                visible: !!page.slip
                Layout.fillWidth: true
                Layout.fillHeight: true
                Layout.minimumHeight: Theme.mm(Theme.landscape ? 20 : 160)
                spacing: Theme.mm(10)
                ColumnLayout {
                    Layout.fillWidth: true
                    Layout.alignment: Theme.landscape ? Qt.AlignBottom : Qt.AlignTop
                    Layout.fillHeight: true
                    Layout.topMargin: Theme.mm(6)
                    spacing: Theme.mm(5)
                    Item {
                        visible: Theme.landscape
                        Layout.fillHeight: true
                    }
                    Repeater {
                        model: page.beside
                        BlockItem {
                            required property var modelData
                            block: modelData
                            lead: true
                            Layout.fillWidth: true
                        }
                    }
                    Item {
                        visible: !Theme.landscape
                        Layout.fillHeight: true
                    }
                }
                Loader {
                    active: !!page.slip && !Theme.landscape
                    visible: active
                    Layout.fillHeight: true
                    Layout.preferredWidth: page.width * 0.52
                    sourceComponent: SlipPaper {
                        block: page.slip
                    }
                }
            }
            Item {
                visible: !page.slip && !page.stretched
                Layout.fillHeight: true
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
        Loader {
            active: !!page.slip && Theme.landscape
            anchors.left: parent.left
            anchors.right: parent.right
            anchors.top: parent.top
            anchors.bottom: parent.bottom
            anchors.margins: page.counterPad
            anchors.bottomMargin: page.counterPad * 2 + page.rowHeight
            sourceComponent: SlipPaper {
                block: page.slip
            }
        }
        Item {
            id: shelf
            visible: !!page.laid
            anchors.left: parent.left
            anchors.leftMargin: Theme.margin
            anchors.right: parent.right
            anchors.rightMargin: Theme.margin
            anchors.top: parent.top
            anchors.bottom: row.top
            anchors.topMargin: page.counterPad
            anchors.bottomMargin: page.counterPad
            Loader {
                active: !!page.laid
                sourceComponent: BlockItem {
                    block: page.laid
                    wide: true
                    width: shelf.width
                    height: page.laid.type === "picture" ? shelf.height : implicitHeight
                    scale: height > 0 ? Math.min(1, shelf.height / height) : 1
                    transformOrigin: LayoutMirroring.enabled ? Item.TopRight : Item.TopLeft
                }
            }
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
