"""Messages as Telnyx's and SignalWire's own pages show them, letter for letter.

telnyx: developers.telnyx.com/docs/voice/programmable-voice/media-streaming; signalwire:
signalwire.com/docs/compatibility-api/cxml/reference/voice/stream. Only sound is cut short.
"""

from __future__ import annotations

TELNYX_STREAM = "32DE0DEA-53CB-4B21-89A4-9E1819C043BC"
TELNYX_START = """{
 "event": "start",
 "sequence_number": "1",
 "start": {
   "user_id": "3E6F995F-85F7-4705-9741-53B116D28237",
   "call_control_id": "v2:T02llQxIyaRkhfRKxgAP8nY511EhFLizdvdUKJiSw8d6A9BborherQ",
   "call_session_id": "ff55a038-6f5d-11ef-9692-02420aeffb1f",
   "from": "+13122010094",
   "to": "+13122123456",
   "tags": ["TAG1", "TAG2"],
   "client_state": "aGF2ZSBhIG5pY2UgZGF5ID1d",
   "media_format": {
     "encoding": "PCMU",
     "sample_rate": 8000,
     "channels": 1
   }
 },
 "stream_id": "32DE0DEA-53CB-4B21-89A4-9E1819C043BC"
}"""
TELNYX_MEDIA = """{
 "event": "media",
 "sequence_number": "4",
 "media": {
   "track": "inbound",
   "chunk": "2",
   "timestamp": "5",
   "payload": "no+JhoaJjpzSHxAKBgYJDhtEopGKh4aIjZm7JhILBwYIDRg1qZSLh4aIjJevLBUMBwYHDBUsr5eMiIaHi5SpNRgNCAYHCxImu5mNiIaHipGiRBsOCQYGChAf0pyOiYaGiY+e/x4PCQYGCQ4cUp+QioaGiY6bxCIRCgcGCA0ZO6aSi4eGiI2YtSkUCwcGCAwXL6yVjIeGh4yVrC8XDAgGBwsUKbWYjYiGh4uSpjsZDQgGBwoRIsSbjomGhoqQn1Ic"
 },
 "stream_id": "32DE0DEA-53CB-4B21-89A4-9E1819C043BC"
}"""
TELNYX_DTMF = """{
  "event": "dtmf",
  "stream_id": "32DE0DEA-53CB-4B21-89A4-9E1819C043BC",
  "occurred_at": "2025-06-05T08:54:19.698408Z",
  "sequence_number": "5",
  "dtmf": {
    "digit": "1"
  }
}"""
TELNYX_MARK = """{
  "event": "mark",
  "stream_id": "32DE0DEA-53CB-4B21-89A4-9E1819C043BC",
  "sequence_number": "5",
  "mark": {
    "name": "some_mark_name"
  }
}"""
TELNYX_STOP = """{
 "event": "stop",
 "sequence_number": "5",
 "stop": {
  "user_id": "3E6F995F-85F7-4705-9741-53B116D28237",
  "call_control_id": "v2:T02llQxIyaRkhfRKxgAP8nY511EhFLizdvdUKJiSw8d6A9BborherQ"
  },
  "stream_id": "32DE0DEA-53CB-4B21-89A4-9E1819C043BC"
}"""
TELNYX_ERROR = """{"event": "error", "payload": {"code": 100004, "title": "invalid_media",
"detail": "Media provided was not base64 encoded"}, "stream_id": "32DE0DEA"}"""

SIGNALWIRE_STREAM = "7d56cc11-536d-4a45-b4fb-ed3d55be843b"
SIGNALWIRE_CONNECTED = """{
  "timestamp": "2025-09-26T16:25:04.792Z", "direction": "inbound", "eventType": "connected",
  "rawEvent": {"event": "connected", "protocol": "Call", "version": "0.2.0"}
}"""
SIGNALWIRE_START = """{
  "timestamp": "2025-09-26T16:25:04.794Z",
  "direction": "inbound",
  "eventType": "start",
  "streamSid": "7d56cc11-536d-4a45-b4fb-ed3d55be843b",
  "callSid": "76ac3c36-56da-4a3e-a0d6-b5f8df6da9ad",
  "sequenceNumber": "1",
  "rawEvent": {
    "event": "start",
    "sequenceNumber": "1",
    "start": {
      "streamSid": "7d56cc11-536d-4a45-b4fb-ed3d55be843b",
      "accountSid": "b08dacad-2f6c-4de1-93d6-cc732e0c69c5",
      "callSid": "76ac3c36-56da-4a3e-a0d6-b5f8df6da9ad",
      "tracks": ["inbound"],
      "mediaFormat": {"encoding": "audio/x-L16", "sampleRate": 24000, "channels": 1}
    }
  }
}"""
SIGNALWIRE_DTMF = """{
  "timestamp": "2025-09-26T16:25:15.123Z", "direction": "inbound", "eventType": "dtmf",
  "streamSid": "7d56cc11-536d-4a45-b4fb-ed3d55be843b", "sequenceNumber": "25",
  "rawEvent": {"event": "dtmf", "streamSid": "7d56cc11-536d-4a45-b4fb-ed3d55be843b",
    "dtmf": {"duration": 2700, "digit": "8"}}
}"""
SIGNALWIRE_MARK = """{
  "timestamp": "2025-09-26T16:25:24.740Z", "direction": "inbound", "eventType": "mark",
  "streamSid": "7d56cc11-536d-4a45-b4fb-ed3d55be843b",
  "rawEvent": {"event": "mark", "streamSid": "7d56cc11-536d-4a45-b4fb-ed3d55be843b",
    "mark": {"name": "item_CK5XvgANb1jVorf5VQlKQ:43500"}}
}"""
SIGNALWIRE_CLEAR = """{
  "timestamp": "2025-09-26T16:25:12.018Z", "direction": "outbound", "eventType": "clear",
  "streamSid": "7d56cc11-536d-4a45-b4fb-ed3d55be843b",
  "rawEvent": {"event": "clear", "streamSid": "7d56cc11-536d-4a45-b4fb-ed3d55be843b"}
}"""
SIGNALWIRE_STOP = """{
  "timestamp": "2025-09-26T16:25:24.863Z", "direction": "inbound", "eventType": "stop",
  "streamSid": "7d56cc11-536d-4a45-b4fb-ed3d55be843b", "sequenceNumber": "1002",
  "rawEvent": {"event": "stop", "sequenceNumber": "1002"}
}"""
