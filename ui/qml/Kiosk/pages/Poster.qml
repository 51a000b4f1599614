// Attract: the line runs from the card into the start plate. Any touch of the plate starts; a language starts in it.
// Landscape: words and languages at the start side, the line and the plate at the end side.
pragma ComponentBehavior: Bound
import QtQuick
import Kiosk

Rectangle {
    id: poster

    required property var blocks
    required property var counter
    required property var header
    required property string clock
    readonly property bool ready: !!counter && counter.type === "plate"
    readonly property var titles: blocks.filter(block => block.type === "heading")
    readonly property var texts: blocks.filter(block => block.type === "paragraph")
    readonly property var banners: blocks.filter(block => block.type === "banner")
    readonly property var steps: {
        const facts = blocks.find(block => block.type === "facts");
        return facts ? facts.rows : [];
    }
    readonly property real half: Theme.landscape ? width / 2 : width

    color: Theme.colour.foot

    Item {
        id: top
        width: parent.width
        height: Theme.mm(Theme.landscape ? 38 : 50)
        Column {
            anchors.left: parent.left
            anchors.leftMargin: Theme.margin
            anchors.verticalCenter: parent.verticalCenter
            Words {
                text: poster.header ? poster.header.title : ""
                level: "label"
                color: Theme.colour.onFoot
            }
            Words {
                text: poster.header ? poster.header.subtitle : ""
                level: "caption"
                color: Theme.colour.onFoot2
            }
        }
        Words {
            anchors.right: parent.right
            anchors.rightMargin: Theme.margin
            anchors.verticalCenter: parent.verticalCenter
            text: poster.clock
            level: "heading"
            color: Theme.colour.onFoot
        }
    }
    Column {
        id: words
        anchors.top: top.bottom
        anchors.topMargin: Theme.mm(4)
        anchors.left: parent.left
        anchors.leftMargin: Theme.margin
        width: poster.half - 2 * Theme.margin
        readonly property real room: languages.y - y - Theme.mm(4)
        scale: Theme.landscape && implicitHeight > room ? room / implicitHeight : 1
        transformOrigin: LayoutMirroring.enabled ? Item.TopRight : Item.TopLeft
        spacing: Theme.mm(6)
        Repeater {
            model: poster.banners
            BannerPlate {
                required property var modelData
                block: modelData
                width: words.width
            }
        }
        Repeater {
            model: poster.titles
            Words {
                required property var modelData
                width: words.width
                text: modelData.text
                level: "display"
                color: Theme.colour.onFoot
                font: Theme.bridge ? Theme.bridge.font(Theme.language, Math.round(Theme.type("display") * (Theme.landscape || poster.banners.length ? 1 : 1.3)), true) : Qt.font({ pixelSize: 12 })
            }
        }
        Repeater {
            model: poster.texts
            Words {
                required property var modelData
                width: words.width
                text: modelData.text
                level: "body"
                color: Theme.colour.onFoot2
            }
        }
    }
    StepLine {
        anchors.right: parent.right
        anchors.rightMargin: Theme.margin
        width: poster.half - 2 * Theme.margin
        anchors.top: Theme.landscape ? top.bottom : words.bottom
        anchors.topMargin: Theme.mm(4)
        anchors.bottom: plate.top
        steps: poster.steps
    }
    Pressable {
        id: plate
        visible: poster.ready
        anchors.right: parent.right
        anchors.rightMargin: Theme.margin
        anchors.bottom: Theme.landscape ? parent.bottom : languages.top
        anchors.bottomMargin: Theme.landscape ? Theme.margin : Theme.mm(11)
        width: poster.half - 2 * Theme.margin
        height: Theme.mm(56)
        level: "title"
        big: true
        action: poster.ready ? poster.counter.start : ({ id: "", label: "", note: "", icon: "", role: "start", enabled: true, chosen: false, language: "", speech: "" })
    }
    Grid {
        id: languages
        anchors.left: parent.left
        anchors.leftMargin: Theme.margin
        anchors.bottom: help.top
        anchors.bottomMargin: Theme.mm(8)
        width: poster.half - 2 * Theme.margin
        columns: 4
        spacing: Theme.gap
        Repeater {
            model: poster.ready ? poster.counter.languages : []
            Pressable {
                required property var modelData
                action: modelData
                dusk: true
                width: (languages.width - 3 * Theme.gap) / 4
                height: Theme.mm(30)
                level: "body"
                centred: true
                pad: Theme.mm(2)
            }
        }
    }
    Words {
        id: help
        anchors.left: parent.left
        anchors.leftMargin: Theme.margin
        width: languages.width
        anchors.bottom: parent.bottom
        anchors.bottomMargin: Theme.landscape ? Theme.margin : Theme.mm(7)
        text: poster.ready ? poster.counter.help : ""
        level: "caption"
        color: Theme.colour.onFoot2
    }
}
