// Everything that can be pressed: a face with a lip that it sinks onto. What is off has no lip and says why.
pragma ComponentBehavior: Bound
import QtQuick
import Kiosk

Item {
    id: pressable

    required property var action
    property string level: "label"
    property bool centred: action.role === "primary" || action.role === "secondary" || action.role === "key" || action.role === "function" || action.role === "start"
    property bool iconAfter: action.icon === "next"
    property real pad: Theme.mm(action.role === "tile" && Theme.landscape ? 4 : 5)
    property bool big: false
    // On the poster: a dark face on the dark wall, with a light edge.
    property bool dusk: false
    property bool wordAlone: false
    // The icon says it all: delete, up, down. The word stays for those who hear it.
    property bool iconAlone: false
    readonly property bool glyphAlone: iconAlone || action.role === "function" && ["delete", "shift", "up", "down"].includes(action.icon)
    readonly property bool crowded: Theme.landscape && action.role === "tile"
    readonly property bool rating: action.icon.startsWith("rate_")

    readonly property bool off: !action.enabled
    readonly property bool chosen: action.chosen
    readonly property bool sinks: area.pressed && !off
    readonly property color faceColour: {
        if (off)
            return Theme.colour.counter;
        if (dusk)
            return Theme.colour.dusk;
        if (chosen && action.role !== "primary")
            return Theme.colour.tint;
        switch (action.role) {
        case "primary": return Theme.colour.primary;
        case "start": return Theme.colour.amber;
        case "function": return Theme.colour.tint;
        default: return Theme.colour.face;
        }
    }
    readonly property color lipColour: action.role === "primary" ? Theme.colour.primaryEdge : action.role === "start" ? "#C9922F" : dusk ? Theme.colour.duskEdge : Theme.colour.edge
    readonly property color borderColour: {
        if (chosen)
            return dusk ? Theme.colour.onFoot : Theme.colour.mark;
        if (off)
            return Theme.colour.line;
        return Theme.contrast ? "#FFFFFF" : dusk ? Theme.colour.duskEdge : Theme.colour.edge;
    }
    readonly property color inkColour: {
        if (off)
            return Theme.colour.ink2;
        if (dusk)
            return Theme.colour.onFoot;
        if (chosen && action.role !== "primary")
            return Theme.colour.onTint;
        switch (action.role) {
        case "primary": return Theme.colour.onPrimary;
        case "start": return Theme.contrast ? "#000000" : "#17211F";
        case "function": return Theme.colour.onTint;
        default: return Theme.colour.ink;
        }
    }

    objectName: "action:" + action.id
    implicitHeight: Theme.button
    Accessible.role: Accessible.Button
    Accessible.name: action.speech || action.label
    Accessible.description: action.note
    Accessible.checked: chosen
    Accessible.onPressAction: Theme.bridge.press(action.id)

    Rectangle {
        visible: !pressable.off
        anchors.fill: parent
        radius: Theme.radius
        color: pressable.lipColour
    }
    Rectangle {
        id: face
        width: parent.width
        height: parent.height - (pressable.off ? 0 : Theme.lip)
        y: pressable.sinks ? Theme.lip * 0.75 : 0
        radius: Theme.radius
        color: pressable.faceColour
        border.color: pressable.borderColour
        border.width: pressable.chosen ? Theme.mm(1.4) : Theme.contrast ? Theme.mm(1.2) : pressable.action.role === "primary" || pressable.action.role === "start" ? 0 : 1
        Behavior on y {
            NumberAnimation {
                duration: pressable.sinks ? Theme.pressDown : Theme.pressUp
                easing.type: Easing.OutQuad
            }
        }

        TextMetrics {
            id: ruler
            text: pressable.action.label
            font: Theme.bridge ? Theme.bridge.font(label.lang, Theme.type(pressable.level), label.strong) : Qt.font({ pixelSize: 12 })
        }
        Row {
            id: content
            readonly property real iconRoom: (picture.visible ? picture.width + spacing : 0) + (pressable.rating ? dots.width + spacing : 0)
            readonly property real textRoom: face.width - 2 * pressable.pad - iconRoom - ringRoom
            // One line, a little smaller if need be; else several at full size, smaller only to stay inside.
            readonly property real fitting: textRoom / Math.max(1, ruler.advanceWidth)
            // A word is never broken in two; Chinese may break anywhere.
            readonly property bool oneLine: fitting >= 0.8 || /^[^\s\u2e80-\u9fff]+$/.test(pressable.action.label)
            readonly property real balanced: 1.25 * ruler.advanceWidth / Math.ceil(ruler.advanceWidth / Math.max(1, textRoom))
            readonly property real ringRoom: ring.visible ? ring.width + spacing : 0
            anchors.verticalCenter: parent.verticalCenter
            anchors.left: pressable.centred ? undefined : parent.left
            anchors.leftMargin: pressable.pad
            anchors.horizontalCenter: pressable.centred ? parent.horizontalCenter : undefined
            spacing: Theme.mm(4)
            layoutDirection: pressable.iconAfter && pressable.centred ? Qt.RightToLeft : Qt.LeftToRight

            Rectangle {
                id: ring
                visible: pressable.action.role === "choice" && !pressable.action.icon
                width: Theme.mm(14)
                height: width
                radius: width / 2
                anchors.verticalCenter: parent.verticalCenter
                color: pressable.chosen ? Theme.colour.mark : "transparent"
                border.color: Theme.colour.mark
                border.width: Theme.border
                Icon {
                    visible: pressable.chosen
                    anchors.centerIn: parent
                    name: "check"
                    size: parent.width * 0.7
                    stroke: 3
                    colour: Theme.colour.face
                }
            }
            Icon {
                id: picture
                visible: pressable.action.icon !== "" && !pressable.rating && !pressable.wordAlone
                name: pressable.rating ? "" : pressable.action.icon
                size: pressable.glyphAlone ? Theme.type("heading") * 1.4 : pressable.action.role === "tile" ? Theme.mm(Theme.landscape ? 18 : 22) : pressable.big ? Theme.mm(20) : Math.min(Theme.mm(16), Theme.type(pressable.level) * 1.25)
                colour: pressable.action.role === "tile" && !pressable.off ? Theme.colour.mark : pressable.inkColour
                anchors.verticalCenter: parent.verticalCenter
            }
            Column {
                anchors.verticalCenter: parent.verticalCenter
                visible: pressable.action.label !== "" && !pressable.glyphAlone
                width: Math.min(content.textRoom, Math.max(note.visible ? note.implicitWidth : 0, content.oneLine ? ruler.advanceWidth * Math.min(1, content.fitting) : pressable.centred ? content.balanced : content.textRoom) + 2)
                spacing: pressable.crowded ? 0 : Theme.mm(1)
                Words {
                    id: label
                    tight: pressable.crowded
                    width: parent.width
                    text: pressable.action.label
                    level: pressable.level
                    lang: pressable.action.language || Theme.language
                    color: pressable.inkColour
                    font: content.oneLine && content.fitting < 1 ? Theme.bridge.font(lang, Math.max(Theme.floor, Math.floor(Theme.type(level) * content.fitting * 0.98)), strong) : ruler.font
                    strong: pressable.action.role !== "key"
                    wrapMode: content.oneLine ? Text.NoWrap : Text.Wrap
                    horizontalAlignment: pressable.centred ? Text.AlignHCenter : Text.AlignLeft
                    fontSizeMode: Text.Fit
                    minimumPixelSize: Theme.floor
                    height: Math.min(implicitHeight, face.height - (note.visible ? note.height + Theme.mm(pressable.crowded ? 1 : 5) : Theme.mm(2)))
                    verticalAlignment: Text.AlignVCenter
                    Accessible.ignored: true
                }
                Words {
                    id: note
                    tight: pressable.crowded
                    visible: text !== ""
                    width: parent.width
                    text: pressable.action.note
                    level: "caption"
                    fontSizeMode: Text.Fit
                    minimumPixelSize: Theme.floor
                    height: Math.min(implicitHeight, face.height * 0.48)
                    color: pressable.off ? Theme.colour.ink2 : pressable.chosen ? Theme.colour.onTint : Theme.colour.ink2
                    horizontalAlignment: label.horizontalAlignment
                    Accessible.ignored: true
                }
            }
        }
        Icon {
            id: dots
            visible: pressable.rating
            name: pressable.rating ? pressable.action.icon : ""
            size: Theme.type("label")
            colour: pressable.inkColour
            anchors.right: parent.right
            anchors.rightMargin: pressable.pad
            anchors.verticalCenter: parent.verticalCenter
        }
    }
    MouseArea {
        id: area
        anchors.fill: parent
        anchors.margins: -Math.floor(Theme.keyGap / 2)
        onClicked: Theme.bridge.press(pressable.action.id)
    }
}
