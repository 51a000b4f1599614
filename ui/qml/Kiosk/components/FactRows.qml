// Caption above value, a hairline below; at the end side an edit button or where the value came from.
pragma ComponentBehavior: Bound
import QtQuick
import Kiosk

Column {
    id: facts

    required property var block
    spacing: 0

    Repeater {
        model: facts.block.rows
        Item {
            id: fact
            required property var modelData
            width: facts.width
            height: Math.max(texts.implicitHeight + Theme.mm(7), Theme.mm(fact.modelData.action ? 36 : 27))

            Icon {
                id: glyph
                visible: fact.modelData.icon !== ""
                name: fact.modelData.icon
                size: Theme.mm(19)
                anchors.left: parent.left
                anchors.verticalCenter: parent.verticalCenter
            }
            Column {
                id: texts
                anchors.left: glyph.visible ? glyph.right : parent.left
                anchors.leftMargin: glyph.visible ? Theme.mm(7) : 0
                anchors.right: side.left
                anchors.rightMargin: Theme.mm(4)
                anchors.verticalCenter: parent.verticalCenter
                spacing: Theme.mm(0.8)
                Words {
                    width: parent.width
                    text: fact.modelData.caption
                    level: "caption"
                    color: Theme.colour.ink2
                }
                Words {
                    width: parent.width
                    text: fact.modelData.value
                    level: "label"
                }
            }
            Item {
                id: side
                anchors.right: parent.right
                anchors.verticalCenter: parent.verticalCenter
                width: fact.modelData.action ? Theme.mm(60) : note.visible ? Math.min(note.implicitWidth, fact.width * 0.4) : 0
                height: fact.modelData.action ? Theme.mm(29) : note.implicitHeight
                Words {
                    id: note
                    visible: text !== "" && !fact.modelData.action
                    text: fact.modelData.note
                    width: parent.width
                    level: "caption"
                    color: Theme.colour.ink2
                    horizontalAlignment: Text.AlignRight
                }
                Loader {
                    anchors.fill: parent
                    active: !!fact.modelData.action
                    sourceComponent: Pressable {
                        action: fact.modelData.action
                        pad: Theme.mm(2)
                    }
                }
            }
            Rectangle {
                anchors.bottom: parent.bottom
                width: parent.width
                height: Theme.hairline
                color: Theme.colour.line
            }
        }
    }
}
