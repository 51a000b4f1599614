// The window: one page, the footer, the sheet and the shutter above it. Holds no sentence and knows no visit.
pragma ComponentBehavior: Bound
import QtQuick
import QtQuick.Window
import Kiosk

Window {
    id: main

    required property var bridge
    required property var panel

    visible: false
    color: Theme.colour.paper
    title: "kiosk"
    flags: Qt.Window | Qt.FramelessWindowHint

    Component.onCompleted: {
        Theme.panel = main.panel;
        Theme.bridge = main.bridge;
    }

    Item {
        id: frame
        anchors.fill: parent
        LayoutMirroring.enabled: main.bridge.rightToLeft
        LayoutMirroring.childrenInherit: true

        readonly property bool poster: main.bridge.page === "attract"
        readonly property bool veiled: main.bridge.shutter === "half" || main.bridge.shutter === "down"

        Loader {
            anchors.left: parent.left
            anchors.right: parent.right
            anchors.top: parent.top
            anchors.bottom: foot.top
            active: main.bridge.page !== "" && !frame.veiled
            enabled: !sheets.open
            sourceComponent: frame.poster ? posterPage : standingPage
        }
        Component {
            id: posterPage
            Poster {
                header: main.bridge.header
                blocks: main.bridge.blocks
                counter: main.bridge.counter
                clock: main.bridge.clock
            }
        }
        Component {
            id: standingPage
            Standing {
                name: main.bridge.page
                header: main.bridge.header
                blocks: main.bridge.blocks
                counter: main.bridge.counter
                actions: main.bridge.actions
                clock: main.bridge.clock
            }
        }
        Shutters {
            anchors.left: parent.left
            anchors.right: parent.right
            anchors.top: parent.top
            anchors.bottom: foot.top
            down: frame.veiled
        }
        Loader {
            anchors.left: parent.left
            anchors.right: parent.right
            anchors.top: parent.top
            anchors.bottom: foot.top
            active: frame.veiled
            sourceComponent: Veiled {
                blocks: main.bridge.blocks
                actions: main.bridge.actions
                taken: sheets.sheetHeight
            }
        }
        SheetPanel {
            id: sheets
            anchors.left: parent.left
            anchors.right: parent.right
            anchors.top: parent.top
            anchors.bottom: foot.top
            sheet: main.bridge.sheet
            covers: !frame.veiled
        }
        FooterBar {
            id: foot
            anchors.left: parent.left
            anchors.right: parent.right
            anchors.bottom: parent.bottom
            height: actions.length ? implicitHeight : 0
            visible: height > 0
            actions: main.bridge.footer
        }
    }
}
