@echo off
rem Runs Duello on Windows: finds a JDK 25 or newer, builds once. After changing sources: mvnw.cmd package
setlocal enableextensions
set "ROOT=%~dp0"
set "JAR=%ROOT%app\target\duello.jar"
set "BUILT_WITH=%ROOT%app\target\.duello.options"

call :try "%JAVA_HOME%"
for /f "delims=" %%j in ('where java.exe 2^>nul') do call :try "%%~dpj.."
for /d %%d in ("%ProgramFiles%\Eclipse Adoptium\jdk-*" "%ProgramFiles%\Java\jdk-*" "%ProgramFiles%\Microsoft\jdk-*" "%ProgramFiles%\Zulu\zulu-*" "%USERPROFILE%\.jdks\*") do call :try "%%~d"
if not defined JDK (
    echo duello: No JDK 25 or newer was found. Install one ^(https://adoptium.net, or: winget install EclipseAdoptium.Temurin.25.JDK^), or set JAVA_HOME to where it is. 1>&2
    exit /b 1
)

rem Other build options, such as -Pcuda, are another build; without any, those of the last build hold.
set "LAST="
if exist "%BUILT_WITH%" set /p LAST=<"%BUILT_WITH%"
set "STALE="
if not exist "%JAR%" set "STALE=yes"
if not defined DUELLO_MAVEN_OPTS set "DUELLO_MAVEN_OPTS=%LAST%"
if not "%DUELLO_MAVEN_OPTS%"=="%LAST%" set "STALE=yes"
if defined STALE (
    echo Building Duello ^(once^)... 1>&2
    setlocal
    set "JAVA_HOME=%JDK%"
    pushd "%ROOT%"
    call "%ROOT%mvnw.cmd" -q -B -ntp -Dmaven.test.skip=true %DUELLO_MAVEN_OPTS% -pl app -am package 1>&2
    if errorlevel 1 (
        echo duello: The build failed; the lines above say why. 1>&2
        exit /b 1
    )
    popd
    endlocal
    >"%BUILT_WITH%" echo(%DUELLO_MAVEN_OPTS%
)
if not exist "%JAR%" (
    echo duello: The build failed; the lines above say why. 1>&2
    exit /b 1
)

"%JDK%\bin\java.exe" --enable-native-access=ALL-UNNAMED -XX:+UseSerialGC -Xmn24m -XX:TieredStopAtLevel=1 -Dorg.bytedeco.javacpp.maxPhysicalBytes=0 -Djava.awt.headless=true "-Dduello.launcher=%~f0" -Xlog:disable -XX:+AutoCreateSharedArchive "-XX:SharedArchiveFile=%ROOT%app\target\duello.jsa" %DUELLO_JAVA_OPTS% -jar "%JAR%" %*
exit /b %ERRORLEVEL%

rem Takes a folder when it holds a JDK that is new enough, and none was taken before.
:try
if defined JDK exit /b 0
if not exist "%~1\bin\javac.exe" exit /b 0
if not exist "%~1\release" exit /b 0
set "FOUND="
for /f "tokens=2 delims==." %%v in ('findstr /b "JAVA_VERSION=" "%~1\release"') do set "FOUND=%%~v"
set "FOUND=%FOUND:"=%"
if not defined FOUND exit /b 0
if %FOUND% geq 25 set "JDK=%~f1"
exit /b 0
