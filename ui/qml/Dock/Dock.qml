// The dock of a demo: what a hand would do to the machine, and what the machine says. All words come from the board.
pragma ComponentBehavior: Bound
import QtQuick
import QtQuick.Window

Window {
    id: dock

    required property var board

    visible: false
    color: "#1B1D20"
    title: "dock"

    Column {
        id: groups
        anchors.left: parent.left
        anchors.right: parent.right
        anchors.top: parent.top
        anchors.margins: 14
        spacing: 14

        Repeater {
            model: dock.board.titles
            Column {
                id: group
                required property string modelData
                required property int index
                width: groups.width
                spacing: 7

                Item {
                    width: parent.width
                    height: title.height
                    Text {
                        id: title
                        text: group.modelData
                        color: "#F2F3F4"
                        font.pixelSize: 16
                        font.bold: true
                    }
                    Text {
                        anchors.right: parent.right
                        anchors.baseline: title.baseline
                        text: dock.board.states[group.index] ?? ""
                        color: "#FFC83D"
                        font.pixelSize: 14
                    }
                }
                Grid {
                    id: grid
                    width: parent.width
                    columns: 2
                    spacing: 7
                    Repeater {
                        model: dock.board.labels[group.index]
                        Rectangle {
                            id: key
                            required property string modelData
                            required property int index
                            objectName: "switch:" + group.index + "." + index
                            width: (grid.width - grid.spacing) / 2
                            height: 38
                            color: area.pressed ? "#44484E" : "#25282C"
                            border.color: "#6B7178"
                            Accessible.role: Accessible.Button
                            Accessible.name: modelData
                            Text {
                                anchors.centerIn: parent
                                width: parent.width - 12
                                horizontalAlignment: Text.AlignHCenter
                                elide: Text.ElideRight
                                text: key.modelData
                                color: "#F2F3F4"
                                font.pixelSize: 14
                            }
                            MouseArea {
                                id: area
                                anchors.fill: parent
                                onClicked: dock.board.flip(group.index, key.index)
                            }
                        }
                    }
                }
            }
        }
    }
    Rectangle {
        anchors.left: parent.left
        anchors.right: parent.right
        anchors.top: groups.bottom
        anchors.bottom: parent.bottom
        anchors.margins: 14
        color: "#0E0F11"
        clip: true
        Column {
            anchors.left: parent.left
            anchors.right: parent.right
            anchors.bottom: parent.bottom
            anchors.margins: 8
            spacing: 4
            Repeater {
                model: dock.board.heard
                Text {
                    required property string modelData
                    width: parent ? parent.width : 0
                    text: modelData
                    color: "#A8EBCB"
                    font.pixelSize: 13
                    elide: Text.ElideRight
                }
            }
        }
    }
}
