// Attract: the line runs from the card into the start plate. Any touch of the plate starts; a language starts in it.
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
    readonly property var facts: blocks.filter(block => block.type === "facts")
    readonly property var banners: blocks.filter(block => block.type === "banner")

    color: Theme.colour.foot

    Item {
        id: top
        width: parent.width
        height: Theme.mm(50)
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
        anchors.left: parent.left
        anchors.leftMargin: Theme.margin
        width: (Theme.landscape ? parent.width * 0.5 : parent.width) - 2 * Theme.margin
        spacing: Theme.mm(5)
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
                font: Theme.bridge ? Theme.bridge.font(Theme.language, Math.round(Theme.type("display") * (Theme.landscape ? 1 : 1.3)), true) : Qt.font({ pixelSize: 12 })
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
    Item {
        id: track
        anchors.top: words.bottom
        anchors.topMargin: Theme.mm(14)
        anchors.left: parent.left
        anchors.leftMargin: Theme.margin
        width: words.width
        anchors.bottom: plate.top
        visible: !Theme.landscape || height > Theme.mm(60)
        readonly property var rows: poster.facts.length ? poster.facts[0].rows : []
        Rectangle {
            visible: track.rows.length > 0
            x: track.LayoutMirroring.enabled ? track.width - Theme.mm(26) : Theme.mm(22)
            width: Theme.mm(4)
            height: Theme.landscape ? steps.implicitHeight : parent.height
            color: Theme.colour.onFoot
        }
        Column {
            id: steps
            width: parent.width
            spacing: Math.max(Theme.mm(6), (Math.min(track.height, Theme.mm(190)) - track.rows.length * Theme.mm(34)) / Math.max(1, track.rows.length))
            Repeater {
                model: track.rows
                Item {
                    id: step
                    required property var modelData
                    width: steps.width
                    height: Math.max(Theme.mm(34), texts.implicitHeight)
                    Rectangle {
                        anchors.left: parent.left
                        anchors.leftMargin: Theme.mm(17)
                        anchors.verticalCenter: parent.verticalCenter
                        width: Theme.mm(14)
                        height: width
                        radius: width / 2
                        color: Theme.colour.onFoot
                        Rectangle {
                            anchors.centerIn: parent
                            width: parent.width * 0.5
                            height: width
                            radius: width / 2
                            color: Theme.colour.amber
                        }
                    }
                    Icon {
                        id: glyph
                        anchors.left: parent.left
                        anchors.leftMargin: Theme.mm(44)
                        anchors.verticalCenter: parent.verticalCenter
                        name: step.modelData.icon
                        size: Theme.mm(24)
                        colour: Theme.colour.onFoot
                    }
                    Column {
                        id: texts
                        anchors.left: glyph.right
                        anchors.leftMargin: Theme.mm(9)
                        anchors.right: parent.right
                        anchors.verticalCenter: parent.verticalCenter
                        Words {
                            width: parent.width
                            text: step.modelData.caption
                            level: "heading"
                            color: Theme.colour.onFoot
                        }
                        Words {
                            width: parent.width
                            text: step.modelData.value
                            level: "caption"
                            color: Theme.colour.onFoot2
                        }
                    }
                }
            }
        }
    }
    Pressable {
        id: plate
        visible: poster.ready
        anchors.right: parent.right
        anchors.rightMargin: Theme.margin
        anchors.bottom: languages.top
        anchors.bottomMargin: Theme.mm(11)
        width: Theme.landscape ? parent.width * 0.46 - Theme.margin : parent.width - 2 * Theme.margin
        height: Theme.mm(56)
        level: "title"
        big: true
        action: poster.ready ? poster.counter.start : ({ id: "", label: "", note: "", icon: "", role: "start", enabled: true, chosen: false, language: "", speech: "" })
    }
    Grid {
        id: languages
        anchors.right: parent.right
        anchors.rightMargin: Theme.margin
        anchors.bottom: help.top
        anchors.bottomMargin: Theme.mm(10)
        width: plate.width
        columns: 4
        spacing: Theme.gap
        Repeater {
            model: poster.ready ? poster.counter.languages : []
            Pressable {
                required property var modelData
                action: modelData
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
        anchors.left: languages.left
        anchors.right: parent.right
        anchors.rightMargin: Theme.margin
        anchors.bottom: parent.bottom
        anchors.bottomMargin: Theme.mm(10)
        text: poster.ready ? poster.counter.help : ""
        level: "caption"
        color: Theme.colour.onFoot2
    }
}
