// A card as one sees it: lines, a portrait field without a face, a number bar. White in every palette.
pragma ComponentBehavior: Bound
import QtQuick
import Kiosk

Rectangle {
    id: card

    width: Theme.mm(92)
    height: width * 0.62
    radius: width * 0.05
    color: "#FFFFFF"
    border.color: Theme.contrast ? "#FFE500" : "#0A4245"
    border.width: Theme.mm(1.2)
    antialiasing: true

    Rectangle {
        x: card.width * 0.68
        y: card.height * 0.14
        width: card.width * 0.24
        height: card.height * 0.5
        radius: Theme.mm(2)
        color: "#DDE9E4"
        antialiasing: true
        Rectangle {
            anchors.horizontalCenter: parent.horizontalCenter
            y: parent.height * 0.14
            width: parent.width * 0.44
            height: width
            radius: width / 2
            color: "#0A4245"
            antialiasing: true
        }
        Rectangle {
            anchors.horizontalCenter: parent.horizontalCenter
            anchors.bottom: parent.bottom
            anchors.bottomMargin: parent.height * 0.1
            width: parent.width * 0.7
            height: parent.height * 0.3
            radius: height / 2
            color: "#0A4245"
            antialiasing: true
        }
    }
    Repeater {
        model: [0.32, 0.48, 0.4]
        Rectangle {
            required property real modelData
            required property int index
            x: card.width * 0.09
            y: card.height * (0.2 + 0.17 * index)
            width: card.width * modelData
            height: card.width * 0.034
            radius: height / 2
            color: "#8FB0A8"
            antialiasing: true
        }
    }
    Rectangle {
        x: card.width * 0.09
        y: card.height * 0.78
        width: card.width * 0.62
        height: card.width * 0.038
        radius: height / 2
        color: "#0A4245"
        antialiasing: true
    }
}
