// One block of the window, drawn by its kind.
pragma ComponentBehavior: Bound
import QtQuick
import Kiosk

Loader {
    id: holder

    required property var block
    // What stands alone beside a slip is said louder.
    property bool lead: false
    property bool wide: false

    sourceComponent: {
        switch (block.type) {
        case "heading": return heading;
        case "paragraph": return paragraph;
        case "example": return example;
        case "banner": return banner;
        case "facts": return facts;
        case "entry": return entry;
        case "picture": return picture;
        case "slip": return slip;
        case "line": return line;
        case "links": return links;
        default: return null;
        }
    }

    Component {
        id: heading
        Words {
            text: holder.block.text
            level: holder.block.level
            Accessible.role: Accessible.Heading
        }
    }
    Component {
        id: paragraph
        Words {
            text: holder.block.text
            level: holder.lead ? "label" : holder.block.level
            color: Theme.colour.ink2
        }
    }
    Component {
        id: example
        Item {
            implicitHeight: words.implicitHeight
            Rectangle {
                id: bar
                anchors.left: parent.left
                width: Theme.mm(1.6)
                height: parent.height
                color: Theme.colour.mark
            }
            Words {
                id: words
                anchors.left: bar.right
                anchors.leftMargin: Theme.mm(5)
                anchors.right: parent.right
                text: holder.block.text
                color: Theme.colour.ink2
            }
        }
    }
    Component {
        id: banner
        BannerPlate {
            block: holder.block
        }
    }
    Component {
        id: facts
        FactRows {
            wide: holder.wide
            block: holder.block
        }
    }
    Component {
        id: entry
        EntryField {
            block: holder.block
        }
    }
    Component {
        id: picture
        Illustration {
            block: holder.block
        }
    }
    Component {
        id: slip
        SlipPaper {
            block: holder.block
        }
    }
    Component {
        id: line
        Stations {
            stations: holder.block.stations
            level: "body"
        }
    }
    Component {
        id: links
        Flow {
            id: flow
            spacing: Theme.gap
            Repeater {
                model: holder.block.actions
                Pressable {
                    required property var modelData
                    action: modelData
                    height: Theme.mm(29)
                    width: (flow.width - Theme.gap * (Math.min(2, holder.block.actions.length) - 1)) / Math.min(2, holder.block.actions.length)
                }
            }
        }
    }
}
