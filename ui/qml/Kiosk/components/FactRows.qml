// Caption above value, a hairline below; at the end side an edit button or where the value came from.
pragma ComponentBehavior: Bound
import QtQuick
import Kiosk

Grid {
    id: facts

    required property var block
    // Many rows share the height of a page; icons stand before all rows or before none.
    readonly property bool dense: block.rows.length > 5
    readonly property bool pictured: columns === 1 && block.rows.every(row => row.icon !== "")
    // On a landscape counter long lists stand in two columns.
    property bool wide: false
    columns: wide && block.rows.length > 4 ? 2 : 1
    columnSpacing: Theme.mm(10)

    Repeater {
        model: facts.block.rows
        Item {
            id: fact
            required property var modelData
            width: (facts.width - facts.columnSpacing * (facts.columns - 1)) / facts.columns
            height: Math.max(texts.implicitHeight + Theme.mm(facts.dense ? 10 : 13), Theme.mm(fact.modelData.action ? 36 : 27))

            Icon {
                id: glyph
                visible: facts.pictured
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
                    level: facts.columns === 1 ? "label" : "body"
                    strong: true
                }
            }
            Item {
                id: side
                readonly property bool marked: fact.modelData.note !== "" && !fact.modelData.action
                anchors.right: parent.right
                anchors.verticalCenter: parent.verticalCenter
                width: fact.modelData.action ? Theme.mm(facts.columns === 1 ? 60 : 46) : marked ? Math.min(note.implicitWidth + mark.width, fact.width * 0.4) : 0
                height: fact.modelData.action ? Theme.mm(facts.columns === 1 ? 29 : 34) : note.implicitHeight
                Icon {
                    id: mark
                    visible: side.marked && !facts.pictured && fact.modelData.icon !== ""
                    name: fact.modelData.icon
                    size: Theme.type("caption") * 1.25
                    width: visible ? size + Theme.mm(3) : 0
                    anchors.left: parent.left
                    anchors.verticalCenter: parent.verticalCenter
                }
                Words {
                    id: note
                    visible: side.marked
                    text: fact.modelData.note
                    anchors.left: mark.right
                    anchors.right: parent.right
                    anchors.verticalCenter: parent.verticalCenter
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
                        wordAlone: facts.columns > 1
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
