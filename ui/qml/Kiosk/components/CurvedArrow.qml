// The amber arrow of an illustration with a pine outline, so that it reads on paper and on sand. Points down; `up` turns.
pragma ComponentBehavior: Bound
import QtQuick
import QtQuick.Shapes
import Kiosk

Item {
    id: arrow

    property bool up: false
    readonly property string path: up ? "M14 52C2 34 4 18 18 6 M18 6L4 11 M18 6L24 19" : "M4 4C20 8 26 22 20 46 M20 46L8 37 M20 46L30 35"

    width: Theme.mm(34)
    height: Theme.mm(56)

    Shape {
        width: 34
        height: 56
        scale: arrow.width / 34
        transformOrigin: Item.TopLeft
        ShapePath {
            strokeColor: Theme.contrast ? "#000000" : "#0A4245"
            strokeWidth: 7.4
            fillColor: "transparent"
            capStyle: ShapePath.RoundCap
            joinStyle: ShapePath.RoundJoin
            PathSvg {
                path: arrow.path
            }
        }
        ShapePath {
            strokeColor: Theme.palette === "dark" ? "#F4C26B" : Theme.colour.amber
            strokeWidth: 4
            fillColor: "transparent"
            capStyle: ShapePath.RoundCap
            joinStyle: ShapePath.RoundJoin
            PathSvg {
                path: arrow.path
            }
        }
    }
}
