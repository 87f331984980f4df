; The installer of Vouch for Windows: for one user, without an administrator. VERSION, FILES, ICON and OUT are given by build.sh.
; Silent: setup.exe /S [/AUTOSTART=1] [/D=folder], uninstall.exe /S [/PROFILE=delete]; without the switches nothing is changed that is there.
Unicode true
Target amd64-unicode
!include MUI2.nsh
!include FileFunc.nsh
!include nsDialogs.nsh
!include LogicLib.nsh

!define APP "Vouch"
!define ID "im.vouch.Vouch"
!define UNINST "Software\Microsoft\Windows\CurrentVersion\Uninstall\${ID}"
!define RUN "Software\Microsoft\Windows\CurrentVersion\Run"
!define XMPP "Software\Classes\xmpp"

Name "${APP}"
OutFile "${OUT}"
InstallDir "$LOCALAPPDATA\Programs\${APP}"
InstallDirRegKey HKCU "${UNINST}" "InstallLocation"
RequestExecutionLevel user
SetCompressor /SOLID lzma
SetDateSave off
ManifestDPIAware true
VIProductVersion "${VERSION}.0"
VIAddVersionKey /LANG=1033 "ProductName" "${APP}"
VIAddVersionKey /LANG=1033 "FileDescription" "Vouch setup"
VIAddVersionKey /LANG=1033 "FileVersion" "${VERSION}"
VIAddVersionKey /LANG=1033 "ProductVersion" "${VERSION}"
VIAddVersionKey /LANG=1033 "LegalCopyright" "GNU General Public License, version 3"

!define MUI_ICON "${ICON}"
!define MUI_UNICON "${ICON}"
!define MUI_FINISHPAGE_RUN "$INSTDIR\vouch.exe"

Var Autostart ; 1 when it is to start by itself
Var Box

!insertmacro MUI_PAGE_LICENSE "${FILES}\LICENSE.txt"
!insertmacro MUI_PAGE_DIRECTORY
Page custom askAutostart keepAutostart
!insertmacro MUI_PAGE_INSTFILES
!insertmacro MUI_PAGE_FINISH
!insertmacro MUI_UNPAGE_CONFIRM
UninstPage custom un.askProfile un.keepProfile
!insertmacro MUI_UNPAGE_INSTFILES
!insertmacro MUI_LANGUAGE "English"
!insertmacro MUI_LANGUAGE "German"

LangString autostartTitle ${LANG_ENGLISH} "Starting by itself"
LangString autostartTitle ${LANG_GERMAN} "Von selbst starten"
LangString autostartText ${LANG_ENGLISH} "You can change this in the settings of Vouch."
LangString autostartText ${LANG_GERMAN} "In den Einstellungen von Vouch lässt sich das ändern."
LangString autostartBox ${LANG_ENGLISH} "Start Vouch in the background when I log in"
LangString autostartBox ${LANG_GERMAN} "Vouch im Hintergrund starten, wenn ich mich anmelde"
LangString profileTitle ${LANG_ENGLISH} "Keys and messages"
LangString profileTitle ${LANG_GERMAN} "Schlüssel und Nachrichten"
LangString profileText ${LANG_ENGLISH} "They stay on this computer unless you say otherwise."
LangString profileText ${LANG_GERMAN} "Sie bleiben auf diesem Computer, wenn du es nicht anders sagst."
LangString profileBox ${LANG_ENGLISH} "Delete my accounts, keys, decisions and messages as well:"
LangString profileBox ${LANG_GERMAN} "Auch meine Konten, Schlüssel, Entscheidungen und Nachrichten löschen:"
LangString profileGone ${LANG_ENGLISH} "They cannot be brought back."
LangString profileGone ${LANG_GERMAN} "Sie lassen sich nicht zurückholen."
LangString stillRuns ${LANG_ENGLISH} "Vouch is running and does not end. Please quit it, and try again."
LangString stillRuns ${LANG_GERMAN} "Vouch läuft noch und beendet sich nicht. Bitte beende es und versuche es noch einmal."

Function .onInit
	StrCpy $Autostart ""
	${GetParameters} $0
	ClearErrors
	${GetOptions} $0 "/AUTOSTART=" $1
	${IfNot} ${Errors}
		StrCpy $Autostart $1
	${Else} ; what was chosen before stays
		ReadRegStr $1 HKCU "${RUN}" "${APP}"
		${If} $1 != ""
			StrCpy $Autostart 1
		${EndIf}
	${EndIf}
FunctionEnd

Function askAutostart
	!insertmacro MUI_HEADER_TEXT "$(autostartTitle)" "$(autostartText)"
	nsDialogs::Create 1018
	Pop $0
	${NSD_CreateCheckbox} 0 20u 100% 12u "$(autostartBox)"
	Pop $Box
	${If} $Autostart == 1
		${NSD_Check} $Box
	${EndIf}
	nsDialogs::Show
FunctionEnd

Function keepAutostart
	${NSD_GetState} $Box $0
	StrCpy $Autostart $0
FunctionEnd

; endVouch asks a Vouch that runs to end, and waits until its file can be replaced.
!macro endVouch un
Function ${un}endVouch
	IfFileExists "$INSTDIR\vouch.exe" 0 done
	StrCpy $1 0
	${DoWhile} $1 < 40
		ClearErrors
		FileOpen $2 "$INSTDIR\vouch.exe" a ; a program that runs cannot be written
		${IfNot} ${Errors}
			FileClose $2
			Goto done
		${EndIf}
		nsExec::Exec '"$INSTDIR\vouchctl.exe" ctl quit'
		Pop $0
		Sleep 250
		IntOp $1 $1 + 1
	${Loop}
	MessageBox MB_OK|MB_ICONEXCLAMATION "$(stillRuns)" /SD IDOK
	SetErrorLevel 3
	Quit
	done:
FunctionEnd
!macroend
!insertmacro endVouch ""
!insertmacro endVouch "un."

Section
	Call endVouch
	SetOutPath "$INSTDIR"
	File "${FILES}\vouch.exe"
	File "${FILES}\vouchctl.exe"
	File "${FILES}\LICENSE.txt"
	File "${FILES}\THIRD-PARTY.txt"
	File "${FILES}\CHANGELOG.txt"
	WriteUninstaller "$INSTDIR\uninstall.exe"
	CreateShortCut "$SMPROGRAMS\${APP}.lnk" "$INSTDIR\vouch.exe"

	WriteRegStr HKCU "${XMPP}" "" "URL:XMPP address"
	WriteRegStr HKCU "${XMPP}" "URL Protocol" ""
	WriteRegStr HKCU "${XMPP}\DefaultIcon" "" "$INSTDIR\vouch.exe,0"
	WriteRegStr HKCU "${XMPP}\shell\open\command" "" '"$INSTDIR\vouch.exe" "%1"'
	WriteRegStr HKCU "Software\${APP}\Capabilities" "ApplicationName" "${APP}"
	WriteRegStr HKCU "Software\${APP}\Capabilities" "ApplicationDescription" "Messages that only the devices you chose can read"
	WriteRegStr HKCU "Software\${APP}\Capabilities\URLAssociations" "xmpp" "xmpp"
	WriteRegStr HKCU "Software\RegisteredApplications" "${APP}" "Software\${APP}\Capabilities"

	${If} $Autostart == 1
		WriteRegStr HKCU "${RUN}" "${APP}" '"$INSTDIR\vouch.exe" --background'
	${ElseIf} $Autostart == 0
		DeleteRegValue HKCU "${RUN}" "${APP}"
	${EndIf}

	WriteRegStr HKCU "${UNINST}" "DisplayName" "${APP}"
	WriteRegStr HKCU "${UNINST}" "DisplayVersion" "${VERSION}"
	WriteRegStr HKCU "${UNINST}" "DisplayIcon" "$INSTDIR\vouch.exe,0"
	WriteRegStr HKCU "${UNINST}" "Publisher" "The Vouch authors"
	WriteRegStr HKCU "${UNINST}" "InstallLocation" "$INSTDIR"
	WriteRegStr HKCU "${UNINST}" "UninstallString" '"$INSTDIR\uninstall.exe"'
	WriteRegStr HKCU "${UNINST}" "QuietUninstallString" '"$INSTDIR\uninstall.exe" /S'
	WriteRegDWORD HKCU "${UNINST}" "NoModify" 1
	WriteRegDWORD HKCU "${UNINST}" "NoRepair" 1
	${GetSize} "$INSTDIR" "/S=0K" $0 $1 $2
	WriteRegDWORD HKCU "${UNINST}" "EstimatedSize" $0
SectionEnd

Var Delete ; 1 when the profile is to go

Function un.onInit
	StrCpy $Delete 0
	${GetParameters} $0
	ClearErrors
	${GetOptions} $0 "/PROFILE=" $1
	${If} $1 == "delete"
		StrCpy $Delete 1
	${EndIf}
FunctionEnd

Function un.askProfile
	!insertmacro MUI_HEADER_TEXT "$(profileTitle)" "$(profileText)"
	nsDialogs::Create 1018
	Pop $0
	${NSD_CreateCheckbox} 0 20u 100% 12u "$(profileBox)"
	Pop $Box
	${NSD_CreateLabel} 12u 36u 100% 24u "$LOCALAPPDATA\${APP}$\r$\n$(profileGone)"
	Pop $0
	nsDialogs::Show
FunctionEnd

Function un.keepProfile
	${NSD_GetState} $Box $Delete
FunctionEnd

Section "Uninstall"
	Call un.endVouch
	Delete "$INSTDIR\vouch.exe"
	Delete "$INSTDIR\vouchctl.exe"
	Delete "$INSTDIR\LICENSE.txt"
	Delete "$INSTDIR\THIRD-PARTY.txt"
	Delete "$INSTDIR\CHANGELOG.txt"
	Delete "$INSTDIR\uninstall.exe"
	RMDir "$INSTDIR"
	Delete "$SMPROGRAMS\${APP}.lnk"

	ReadRegStr $0 HKCU "${XMPP}\shell\open\command" ""
	${If} $0 == '"$INSTDIR\vouch.exe" "%1"' ; unless another program has taken the links since
		DeleteRegKey HKCU "${XMPP}"
	${EndIf}
	DeleteRegKey HKCU "Software\${APP}"
	DeleteRegValue HKCU "Software\RegisteredApplications" "${APP}"
	DeleteRegValue HKCU "${RUN}" "${APP}"
	DeleteRegKey HKCU "${UNINST}"
	${If} $Delete == 1
		RMDir /r "$LOCALAPPDATA\${APP}"
	${EndIf}
SectionEnd
