; Part of electron-builder's installer: a set-up file beside it comes along, so that the laptop is enrolled without typing.
!macro customInstall
  ${if} ${FileExists} "$EXEDIR\pendamping-provision.json"
    CopyFiles /SILENT "$EXEDIR\pendamping-provision.json" "$INSTDIR"
  ${endif}
!macroend
