// Item pages: the item's name and the line. Brand pages: emblem, site, network badge, clock.
pragma ComponentBehavior: Bound
import QtQuick
import Kiosk

Item {
    id: bar

    required property var header
    required property string clock
    readonly property bool item: !!header && header.stations.length > 0

    implicitHeight: item ? Theme.itemHeader : Theme.brandHeader

    Row {
        id: brand
        visible: !bar.item
        anchors.left: parent.left
        anchors.leftMargin: Theme.margin
        anchors.verticalCenter: parent.verticalCenter
        spacing: Theme.mm(5)
        Rectangle {
            width: Theme.mm(16)
            height: width
            radius: Theme.radius
            color: Theme.colour.mark
            anchors.verticalCenter: parent.verticalCenter
            Rectangle {
                anchors.centerIn: parent
                width: parent.width * 0.68
                height: Theme.mm(1.6)
                color: Theme.colour.paper
            }
            Rectangle {
                anchors.centerIn: parent
                width: parent.width * 0.36
                height: width
                radius: width / 2
                color: Theme.colour.amber
                border.color: Theme.colour.paper
                border.width: Theme.mm(1)
            }
        }
        Column {
            anchors.verticalCenter: parent.verticalCenter
            Words {
                readonly property real room: side.x > 0 && !bar.LayoutMirroring.enabled ? side.x - Theme.mm(40) : bar.width - side.width - Theme.mm(60)
                width: Math.min(implicitWidth, room)
                wrapMode: Text.NoWrap
                fontSizeMode: Text.HorizontalFit
                minimumPixelSize: Theme.floor
                text: bar.header ? bar.header.title : ""
                level: "label"
            }
            Words {
                visible: text !== ""
                text: bar.header ? bar.header.subtitle : ""
                level: "caption"
                color: Theme.colour.ink2
            }
        }
    }
    Words {
        id: name
        visible: bar.item
        anchors.left: parent.left
        anchors.leftMargin: Theme.margin
        anchors.top: Theme.landscape ? undefined : parent.top
        anchors.topMargin: Theme.mm(7)
        anchors.verticalCenter: Theme.landscape ? parent.verticalCenter : undefined
        width: (Theme.landscape ? parent.width * 0.44 : parent.width - 2 * Theme.margin - badge.width - Theme.gap) - (Theme.landscape ? Theme.margin : 0)
        text: bar.header ? bar.header.title : ""
        level: "label"
        fontSizeMode: Text.Fit
        minimumPixelSize: Theme.floor
        height: Math.min(implicitHeight, Theme.landscape ? parent.height - Theme.mm(4) : Theme.mm(20))
    }
    Stations {
        visible: bar.item
        anchors.right: parent.right
        anchors.rightMargin: Theme.mm(8)
        anchors.bottom: parent.bottom
        anchors.bottomMargin: Theme.mm(Theme.landscape ? 2 : 4)
        width: Theme.landscape ? parent.width * 0.52 - Theme.mm(8) : parent.width - Theme.mm(16)
        stations: bar.item ? bar.header.stations : []
        progress: bar.header ? bar.header.progress : 0
    }
    Row {
        id: side
        anchors.right: parent.right
        anchors.rightMargin: Theme.margin
        anchors.top: parent.top
        anchors.topMargin: bar.item ? Theme.mm(6) : (parent.height - height) / 2
        visible: !(bar.item && Theme.landscape)
        spacing: Theme.gap
        Rectangle {
            id: badge
            visible: words.text !== ""
            width: visible ? words.width + glyph.width + Theme.mm(12) : 0
            height: Theme.mm(15)
            radius: height / 2
            color: Theme.colour.amberTint
            border.width: Theme.contrast ? Theme.border : 0
            border.color: Theme.colour.onAmber
            Icon {
                id: glyph
                name: "offline"
                size: Theme.mm(9)
                colour: Theme.colour.onAmber
                anchors.left: parent.left
                anchors.leftMargin: Theme.mm(4)
                anchors.verticalCenter: parent.verticalCenter
            }
            Words {
                id: words
                text: bar.header ? bar.header.badge : ""
                level: "caption"
                strong: true
                color: Theme.colour.onAmber
                anchors.left: glyph.right
                anchors.leftMargin: Theme.mm(3)
                anchors.verticalCenter: parent.verticalCenter
            }
        }
        Words {
            visible: !bar.item && text !== ""
            text: bar.clock
            level: "label"
            anchors.verticalCenter: parent.verticalCenter
        }
    }
}
