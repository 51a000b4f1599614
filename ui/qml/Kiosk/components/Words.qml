// A text in the person's language: font families, size and line height come from the theme.
pragma ComponentBehavior: Bound
import QtQuick
import Kiosk

Text {
    id: words

    property string level: "body"
    property bool strong: level !== "body" && level !== "caption"
    // Where many lines share a tile.
    property bool tight: false
    property string lang: Theme.language

    font: Theme.bridge ? Theme.bridge.font(lang, Theme.type(level), strong) : Qt.font({ pixelSize: 12 })
    color: Theme.colour.ink
    wrapMode: Text.Wrap
    textFormat: Text.PlainText
    lineHeight: Theme.lineHeight(lang) * (tight ? 0.9 : 1)
    lineHeightMode: Text.ProportionalHeight
    horizontalAlignment: Text.AlignLeft
    Accessible.role: Accessible.StaticText
    Accessible.name: text
    // A tightened line keeps the face's tall ascent; without this, words sit low in their box.
    transform: Translate {
        y: -Math.round(Theme.lift(words.lang) * words.font.pixelSize)
    }
}
