// Words for the pinyin typed, the likeliest first; other pages at the end. Its place is kept while there is none.
pragma ComponentBehavior: Bound
import QtQuick
import Kiosk

Item {
    id: offer

    required property var candidates
    readonly property var words: candidates ? candidates.words : []
    readonly property bool paged: !!candidates && (!!candidates.back || !!candidates.more)
    readonly property real pageKey: Theme.mm(24)
    readonly property real room: width - (paged ? 2 * (pageKey + Theme.keyGap) : 0)
    readonly property real letters: words.reduce((sum, word) => sum + word.label.length + 1, 0)
    readonly property real unit: (room - Theme.keyGap * Math.max(0, words.length - 1)) / Math.max(1, letters)

    Row {
        height: parent.height
        spacing: Theme.keyGap
        Repeater {
            model: offer.words.length
            Pressable {
                required property int index
                action: offer.words[index] ?? { id: "", label: "", note: "", icon: "", role: "key", enabled: true, chosen: false, language: "", speech: "" }
                level: "heading"
                pad: Theme.mm(1.5)
                width: Math.min((action.label.length + 1) * offer.unit, Theme.type("heading") * action.label.length + Theme.mm(26))
                height: offer.height
            }
        }
    }
    Row {
        anchors.right: parent.right
        height: parent.height
        spacing: Theme.keyGap
        Repeater {
            model: offer.paged ? [offer.candidates.back, offer.candidates.more] : []
            Item {
                id: turn
                required property var modelData
                width: offer.pageKey
                height: offer.height
                Loader {
                    anchors.fill: parent
                    active: !!turn.modelData
                    sourceComponent: Pressable {
                        action: turn.modelData
                        iconAlone: true
                    }
                }
            }
        }
    }
}
