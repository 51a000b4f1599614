// Our own icons on a 24 grid: strokes with round caps, one amber dot where the shape offers a station.
pragma ComponentBehavior: Bound
import QtQuick
import QtQuick.Shapes
import Kiosk

Item {
    id: icon

    property string name: ""
    property real size: Theme.mm(14)
    property color colour: Theme.colour.mark
    property real stroke: 1.9

    readonly property var paths: ({
        card: "M3 6h18v12H3z M6 10h6 M6 14h4", help: "M4 17h16 M6 17a6 6 0 0 1 12 0 M12 11V8 M10.5 8h3",
        globe: "M12 3a9 9 0 1 0 0 18a9 9 0 1 0 0-18 M3 12h18 M12 3c5 5 5 13 0 18 M12 3c-5 5-5 13 0 18",
        letters: "M3 18L8 6l5 12 M4.8 14h6.4 M14 18l3.5-8l3.5 8 M15.2 15.4h4.6",
        exit: "M10 4H4v16h6 M9 12h12 M17 8l4 4l-4 4", back: "M20 12H4 M10 6l-6 6l6 6", next: "M4 12h16 M14 6l6 6l-6 6",
        search: "M10.5 4a6.5 6.5 0 1 0 0 13a6.5 6.5 0 1 0 0-13 M15.5 15.5L21 21", check: "M5 13l5 5L20 6",
        edit: "M5 19l1-4L16 5l3 3L9 18z M14 7l3 3", refresh: "M19 8a8 8 0 1 0 1 6 M20 4v5h-5",
        "delete": "M9 5h12v14H9l-6-7z M12 9l6 6 M18 9l-6 6", lock: "M6 11h12v9H6z M8.5 11V8a3.5 3.5 0 0 1 7 0v3",
        warning: "M12 4L3 20h18z M12 10v5 M12 17.5v.2", offline: "M4 4l16 16 M3 10a13 13 0 0 1 5-3 M12 6a13 13 0 0 1 9 4 M6 14a8 8 0 0 1 5-2.4 M12 18v.2",
        clock: "M12 3a9 9 0 1 0 0 18a9 9 0 1 0 0-18 M12 7v5l3.5 2.5", coin: "M12 3a9 9 0 1 0 0 18a9 9 0 1 0 0-18 M8.5 7.5L12 12l3.5-4.5 M12 12v5 M9 13h6 M9 15.5h6",
        office: "M4 20V9l8-5l8 5v11 M3 20h18 M9 20v-6h6v6", list: "M8 6h12 M8 12h12 M8 18h12 M4 6v.1 M4 12v.1 M4 18v.1",
        phone: "M7 3h10v18H7z M11 18h2", pin: "M12 21c-5-6-7-8-7-12a7 7 0 0 1 14 0c0 4-2 6-7 12z",
        scan: "M4 8V4h4 M16 4h4v4 M20 16v4h-4 M8 20H4v-4 M4 12h16", receipt: "M6 3h12v18l-2-1.5l-2 1.5l-2-1.5l-2 1.5l-2-1.5L6 21z M9 8h6 M9 12h6",
        question: "M6 3h12v18H6z M9 8h6 M9 12h3", printer: "M7 9V4h10v5 M5 9h14v8h-3 M8 17H5V9 M8 14h8v6H8z",
        pen: "M4 20c4-1 3-4 6-4s2 3 5 2 M9 13L18 4l2 2l-9 9", speaker: "M4 9h4l5-4v14l-5-4H4z M16 9a4 4 0 0 1 0 6",
        home: "M4 12l8-8l8 8 M6 10v10h12V10", grid: "M4 4h7v7H4z M13 4h7v7h-7z M4 13h7v7H4z M13 13h7v7h-7z",
        shield: "M12 3l8 3v6c0 5-4 8-8 9c-4-1-8-4-8-9V6z", house: "M4 12l8-8l8 8 M6 10v10h12V10 M10 20v-6h4v6",
        deed: "M6 3h9l4 4v14H6z M9 13l3-3l3 3 M10 12.5V17h4v-4.5", no_record: "M6 3h12v18H6z M9 8h6 M9 14l2 2l4-4",
        permit: "M3 6h18v12H3z M6 10h5 M6 14h8", tax: "M6 3h12v18l-2-1.5l-2 1.5l-2-1.5l-2 1.5l-2-1.5L6 21z M9.5 7l2.5 3l2.5-3 M12 10v6 M9.5 12h5",
        medical: "M4 8h16v12H4z M9 8V5h6v3 M12 11v6 M9 14h6", heart: "M12 20C5 15 3 12 3 8.5A4.5 4.5 0 0 1 12 7a4.5 4.5 0 0 1 9 1.5C21 12 19 15 12 20z",
        rings: "M9 8a5 5 0 1 0 0 10a5 5 0 1 0 0-10 M15 8a5 5 0 1 0 0 10a5 5 0 1 0 0-10", speech: "M4 5h16v11H11l-4 4v-4H4z M8 9h8 M8 12h5",
        building: "M5 21V4h9v17 M14 9h5v12 M3 21h18 M8 8h3 M8 12h3 M8 16h3", info: "M12 3a9 9 0 1 0 0 18a9 9 0 1 0 0-18 M12 11v6 M12 7.5v.2",
        family: "M9 8a5 5 0 1 0 0 10a5 5 0 1 0 0-10 M15 8a5 5 0 1 0 0 10a5 5 0 1 0 0-10",
        shift: "M12 4L4 12h4v7h8v-7h4z",
        up: "M12 20V4 M6 10l6-6l6 6", down: "M12 4v16 M6 14l6 6l6-6",
        rate_5: "M5 12h14", rate_4: "M5 12h14", rate_3: "M5 12h14", rate_2: "M5 12h14", rate_1: "M5 12h14"
    })
    readonly property var dots: ({
        card: [16.5, 11.5], help: [12, 6.6], permit: [17, 11.5], receipt: [15, 16], question: [14.5, 16],
        pin: [12, 9], shield: [12, 12], heart: [12, 12], phone: [12, 6.5], medical: [12, 14]
    })
    readonly property bool directional: name === "next" || name === "back" || name === "exit" || name === "delete"
    readonly property bool rating: name.startsWith("rate_")

    implicitWidth: rating ? size * 3.4 : size
    implicitHeight: size

    Item {
        visible: !icon.rating && icon.paths[icon.name] !== undefined
        width: icon.size
        height: icon.size
        transform: Scale {
            origin.x: icon.size / 2
            xScale: icon.directional && icon.LayoutMirroring.enabled ? -1 : 1
        }
        Shape {
            width: 24
            height: 24
            scale: icon.size / 24
            transformOrigin: Item.TopLeft
            ShapePath {
                strokeColor: icon.colour
                strokeWidth: icon.stroke
                fillColor: "transparent"
                capStyle: ShapePath.RoundCap
                joinStyle: ShapePath.RoundJoin
                PathSvg {
                    path: icon.paths[icon.name] ?? "M0 0"
                }
            }
        }
    }
    Rectangle {
        readonly property var at: icon.dots[icon.name]
        visible: at !== undefined && Theme.palette !== "contrast"
        width: icon.size * 4.4 / 24
        height: width
        radius: width / 2
        color: Theme.colour.amber
        x: at === undefined ? 0 : icon.size * at[0] / 24 - width / 2
        y: at === undefined ? 0 : icon.size * at[1] / 24 - width / 2
    }
    // Dots, not faces: how many of five are filled.
    Row {
        visible: icon.rating
        anchors.verticalCenter: parent.verticalCenter
        spacing: icon.size * 0.14
        Repeater {
            model: 5
            Rectangle {
                required property int index
                width: icon.size * 0.5
                height: width
                radius: width / 2
                color: index < Number(icon.name.slice(5)) ? icon.colour : "transparent"
                border.color: icon.colour
                border.width: Math.max(2, icon.size / 14)
            }
        }
    }
}
