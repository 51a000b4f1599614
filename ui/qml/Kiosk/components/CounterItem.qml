// The upper part of the counter by its kind; `room` is the height it may take.
pragma ComponentBehavior: Bound
import QtQuick
import Kiosk

Loader {
    id: holder

    required property var counter
    property real room: 0

    active: !!counter && counter.type !== "empty" && counter.type !== "plate"
    visible: active
    sourceComponent: {
        switch (counter ? counter.type : "") {
        case "tiles": return tiles;
        case "choices": return choices;
        case "keys": return keys;
        case "wheels": return wheels;
        case "sign_pad": return signPad;
        default: return null;
        }
    }

    Component {
        id: tiles
        TileGrid {
            counter: holder.counter
            room: holder.room
        }
    }
    Component {
        id: choices
        ChoiceGrid {
            counter: holder.counter
            room: holder.room
        }
    }
    Component {
        id: keys
        KeyPad {
            counter: holder.counter
            room: holder.room
        }
    }
    Component {
        id: wheels
        DateWheels {
            counter: holder.counter
            room: holder.room
        }
    }
    Component {
        id: signPad
        SignaturePad {
            counter: holder.counter
            room: holder.room
        }
    }
}
