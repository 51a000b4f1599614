// Tokens of the design: colours by theme, type and space in millimetres. Pixels come from the panel alone.
pragma Singleton
pragma ComponentBehavior: Bound
import QtQuick

QtObject {
    id: theme

    property var bridge: null
    property var panel: ({ widthMm: 336, widthPx: 1080, heightPx: 1920 })

    readonly property string palette: bridge ? bridge.look.theme : "light"
    readonly property bool large: bridge ? bridge.look.size !== "normal" : false
    readonly property bool still: bridge ? bridge.look.reduce_motion : false
    readonly property bool contrast: palette === "contrast"
    readonly property string language: bridge ? bridge.language : "zh-CN"
    readonly property bool landscape: panel.widthPx > panel.heightPx
    readonly property real pixelsPerMm: panel.widthPx / panel.widthMm

    readonly property var colours: ({
        light: {
            paper: "#FBF8F1", counter: "#EFE9DC", face: "#FFFFFF", edge: "#C9BDA6", line: "#D9CFBC", ink: "#17211F",
            ink2: "#28332F", primary: "#0A4245", primaryEdge: "#052A2C", onPrimary: "#FFFFFF", mark: "#0A4245",
            tint: "#DDE9E4", onTint: "#0A2E30", amber: "#F7C566", dot: "#F7C566", amberTint: "#FCEBCB",
            onAmber: "#3D2600", red: "#8C2412", redTint: "#FBE4DD", onRed: "#5A1207", foot: "#072E30",
            onFoot: "#FFFFFF", onFoot2: "#DCE9E5", dusk: "#0A4245", duskEdge: "#5E8C88", focus: "#1238B0"
        },
        dark: {
            paper: "#0F1918", counter: "#162322", face: "#1F2E2C", edge: "#516B66", line: "#3C4F4C", ink: "#F6F2E8",
            ink2: "#E0E2DA", primary: "#BFE6DC", primaryEdge: "#7FB5A9", onPrimary: "#05201F", mark: "#BFE6DC",
            tint: "#1E3B39", onTint: "#E6F4F0", amber: "#F4C26B", dot: "#05201F", amberTint: "#3A2A0C",
            onAmber: "#FFE9C2", red: "#FFB4A3", redTint: "#3E1710", onRed: "#FFE1DA", foot: "#060D0C",
            onFoot: "#F6F2E8", onFoot2: "#D9DCD4", dusk: "#162B29", duskEdge: "#516B66", focus: "#8FB4FF"
        },
        contrast: {
            paper: "#000000", counter: "#000000", face: "#000000", edge: "#FFFFFF", line: "#FFFFFF", ink: "#FFFFFF",
            ink2: "#FFFFFF", primary: "#FFE500", primaryEdge: "#FFFFFF", onPrimary: "#000000", mark: "#FFE500",
            tint: "#000000", onTint: "#FFFFFF", amber: "#FFE500", dot: "#000000", amberTint: "#000000",
            onAmber: "#FFE500", red: "#FFC9BD", redTint: "#000000", onRed: "#FFC9BD", foot: "#000000",
            onFoot: "#FFFFFF", onFoot2: "#FFFFFF", dusk: "#000000", duskEdge: "#FFFFFF", focus: "#66E0FF"
        }
    })
    readonly property var colour: colours[palette] ?? colours.light

    // Paper stays paper in every palette.
    readonly property color slipPaper: "#FFFFFF"
    readonly property color slipInk: "#17211F"

    // Type: em in millimetres, factor of large text, factor of a landscape panel (people stand closer).
    readonly property var ems: ({ display: 24, title: 18, heading: 13.5, label: 11.5, body: 10, caption: 8.4 })
    function type(level: string): int {
        const big = level === "display" || level === "title" ? 1.16 : 1.32;
        return Math.round(ems[level] * pixelsPerMm * (landscape ? 0.86 : 1) * (large ? big : 1));
    }
    // Nothing is ever smaller: the caption of normal text.
    readonly property int floor: Math.round(ems.caption * pixelsPerMm * (landscape ? 0.86 : 1))
    // Line height as a share of the face's own: 1.30 em of 1.448, 1.25 of 1.362, Arabic 1.42 of 2.11.
    function lineHeight(lang: string): real {
        if (lang === "ar")
            return 0.672;
        return lang === "en" || lang === "fr" ? 0.918 : 0.898;
    }

    // How far the face's middle lies below the middle of its line, in em.
    function lift(lang: string): real {
        return lang === "ar" ? 0.1 : lang === "en" || lang === "fr" ? 0.085 : 0.13;
    }

    // Space: millimetres to pixels.
    function mm(length: real): int {
        return Math.round(length * pixelsPerMm * (landscape ? 0.92 : 1));
    }
    readonly property int unit: mm(2.5)
    readonly property int margin: mm(15)
    readonly property int gap: mm(5.5)
    readonly property int keyGap: mm(3)
    readonly property int radius: mm(3.2)
    readonly property int plateRadius: mm(4.8)
    readonly property int hairline: Math.max(1, mm(0.6))
    readonly property int border: Math.max(2, mm(1.3))
    readonly property int wrongBorder: Math.max(2, mm(1.8))
    readonly property int lip: contrast ? 0 : mm(1.9)
    readonly property int counterEdge: mm(2.2)
    readonly property int lineWidth: mm(2.2)

    // Heights of the parts of a page.
    readonly property int button: mm(34)
    readonly property int row: mm(40)
    readonly property int key: mm(29)
    readonly property int digitKey: mm(42)
    readonly property int tile: large ? mm(78) : mm(62)
    readonly property int field: mm(40)
    readonly property int footer: landscape ? mm(29) : mm(38)
    readonly property int itemHeader: landscape ? mm(30) : mm(large ? 66 : 62)
    readonly property int brandHeader: mm(!landscape ? 46 : large ? 40 : language === "ar" ? 34 : 30)

    // Motion in milliseconds; nothing moves where the person asked for stillness.
    readonly property int pressDown: still ? 0 : 60
    readonly property int pressUp: still ? 0 : 90
    readonly property int pageChange: still ? 0 : 180
}
