// The last row of the counter: back at the start side, the main action at the end side, the same place on every page.
pragma ComponentBehavior: Bound
import QtQuick
import Kiosk

Item {
    id: actionRow

    required property var actions
    readonly property int main: actions.length - 1
    readonly property real room: width - Theme.gap * Math.max(0, actions.length - 1)

    implicitHeight: actions.length ? Theme.button : 0

    function share(i: int): real {
        if (actions.length === 1)
            return actions[0].id === "back" ? room * 0.36 : room;
        if (actions.length === 2 && actions[1].role === "primary")
            return i === main ? room * 0.64 : room * 0.36;
        if (actions.length === 3 && actions[2].role === "primary")
            return room * [0.26, 0.33, 0.41][i];
        return room / actions.length;
    }

    Row {
        anchors.fill: parent
        spacing: Theme.gap
        Repeater {
            model: actionRow.actions
            Pressable {
                required property var modelData
                required property int index
                action: modelData
                width: actionRow.share(index)
                height: actionRow.height
                pad: Theme.mm(3)
            }
        }
    }
}
