<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="de" sourcelanguage="en">
<context>
    <name>Timestack</name>
    <message>
        <location filename="../plugin/bridge/acquire_words.py"/>
        <source>{value} does not tell how it was fetched ({reason}); choose a stack that Timestack has fetched, or fetch it anew.</source>
        <translation>{value} gibt nicht an, wie er abgerufen wurde ({reason}); wählen Sie einen Stapel, den Timestack abgerufen hat, oder rufen Sie ihn neu ab.</translation>
    </message>
    <message>
        <location filename="../plugin/bridge/acquire_words.py"/>
        <source>the stack was fetched from '{value}', which does not tell where that is; give the saved connection, folder or address.</source>
        <translation>Der Stapel wurde von '{value}' abgerufen, und daraus geht nicht hervor, wo das ist; geben Sie die gespeicherte Verbindung, den Ordner oder die Adresse an.</translation>
    </message>
    <message>
        <location filename="../plugin/bridge/acquire_words.py"/>
        <source>scenes of {collection} cannot be listed, which this needs; fetch a stack instead.</source>
        <translation>Die Szenen von {collection} lassen sich nicht auflisten, was hierfür nötig ist; rufen Sie stattdessen einen Stapel ab.</translation>
    </message>
    <message>
        <location filename="../plugin/bridge/acquire_words.py"/>
        <source>the request needs an address of {bytes} characters and the service takes {limit}; ask for fewer days or bands.</source>
        <translation>Die Anfrage braucht eine Adresse von {bytes} Zeichen, der Dienst nimmt aber nur {limit} an; fordern Sie weniger Tage oder Kanäle an.</translation>
    </message>
    <message>
        <location filename="../plugin/bridge/acquire_words.py"/>
        <source>'{value}' gives {count} periods and a file takes {limit}; choose longer ones.</source>
        <translation>'{value}' ergibt {count} Zeitabschnitte, eine Datei fasst {limit}; wählen Sie längere.</translation>
    </message>
    <message>
        <location filename="../plugin/bridge/acquire_words.py"/>
        <source>{sample_type} holds these bands in different scales, and a stack has one; choose FLOAT32, or other bands.</source>
        <translation>{sample_type} hält diese Bänder in verschiedenen Skalierungen, und ein Stapel hat nur eine; wählen Sie FLOAT32 oder andere Bänder.</translation>
    </message>
    <message>
        <location filename="../plugin/bridge/acquire_words.py"/>
        <source>the polygon {value} takes {pixels} pixels and the limit is {limit}; give a coarser RESOLUTION, or fetch a stack.</source>
        <translation>Das Polygon {value} braucht {pixels} Pixel, die Grenze liegt bei {limit}; geben Sie eine gröbere RESOLUTION an oder rufen Sie einen Stapel ab.</translation>
    </message>
    <message>
        <location filename="../plugin/bridge/acquire_words.py"/>
        <source>there is no point or polygon with a place on earth in it; choose another layer or selection.</source>
        <translation>Darin ist kein Punkt oder Polygon mit einem Ort auf der Erde enthalten; wählen Sie einen anderen Layer oder eine andere Auswahl.</translation>
    </message>
    <message>
        <location filename="../plugin/bridge/acquire_words.py"/>
        <source>INPUT: {path} cannot be extended: {reason}; fetch it anew.</source>
        <translation>INPUT: {path} lässt sich nicht erweitern: {reason}; rufen Sie den Stapel neu ab.</translation>
    </message>
    <message>
        <location filename="../plugin/bridge/acquire_words.py"/>
        <source>INPUT: {path} {reason}; start again.</source>
        <translation>INPUT: {path} {reason}; beginnen Sie von vorn.</translation>
    </message>
    <message>
        <location filename="../plugin/bridge/connection_report_words.py"/>
        <source>{what}.</source>
        <translation>{what}.</translation>
    </message>
    <message>
        <location filename="../plugin/bridge/connection_report_words.py"/>
        <source>the instance answers (layers: {count})</source>
        <translation>die Instanz antwortet (Layer: {count})</translation>
    </message>
    <message>
        <location filename="../plugin/bridge/connection_report_words.py"/>
        <source>the OAuth client gets a token</source>
        <translation>der OAuth-Client erhält ein Token</translation>
    </message>
    <message>
        <location filename="../plugin/bridge/connection_report_words.py"/>
        <source>the catalog answers (collections: {count})</source>
        <translation>der Katalog antwortet (Kollektionen: {count})</translation>
    </message>
    <message>
        <location filename="../plugin/bridge/connection_report_words.py"/>
        <source>the folder can be used (scenes: {count})</source>
        <translation>der Ordner ist verwendbar (Szenen: {count})</translation>
    </message>
    <message>
        <location filename="../plugin/bridge/connection_report_words.py"/>
        <source>The instance does not work: {reason}</source>
        <translation>Die Instanz funktioniert nicht: {reason}</translation>
    </message>
    <message>
        <location filename="../plugin/bridge/connection_report_words.py"/>
        <source>The OAuth client does not work: {reason}</source>
        <translation>Der OAuth-Client funktioniert nicht: {reason}</translation>
    </message>
    <message>
        <location filename="../plugin/bridge/connection_report_words.py"/>
        <source>The catalog does not answer: {reason}</source>
        <translation>Der Katalog antwortet nicht: {reason}</translation>
    </message>
    <message>
        <location filename="../plugin/bridge/connection_report_words.py"/>
        <source>The folder cannot be used: {reason}</source>
        <translation>Der Ordner ist nicht verwendbar: {reason}</translation>
    </message>
    <message>
        <location filename="../plugin/bridge/connection_words.py"/>
        <source>'{value}' is neither a saved connection, nor 'demo', nor a folder with scenes, nor a service address.</source>
        <translation>„{value}“ ist weder eine gespeicherte Verbindung noch „demo“, weder ein Ordner mit Szenen noch die Adresse eines Dienstes.</translation>
    </message>
    <message>
        <location filename="../plugin/bridge/connection_words.py"/>
        <source>there is no connection '{value}'; did you mean {choices}?</source>
        <translation>Eine Verbindung '{value}' gibt es nicht; meinten Sie {choices}?</translation>
    </message>
    <message>
        <location filename="../plugin/bridge/connection_words.py"/>
        <source>the address {value} has neither an instance id nor an OAuth client; set TIMESTACK_INSTANCE_ID (or TIMESTACK_CLIENT_ID and TIMESTACK_CLIENT_SECRET) in the environment, or use a saved connection.</source>
        <translation>Die Adresse {value} hat weder eine Instanz-ID noch einen OAuth-Client; setzen Sie die Umgebungsvariable TIMESTACK_INSTANCE_ID (oder TIMESTACK_CLIENT_ID und TIMESTACK_CLIENT_SECRET) oder verwenden Sie eine gespeicherte Verbindung.</translation>
    </message>
    <message>
        <location filename="../plugin/bridge/connection_words.py"/>
        <source>the connection '{value}' has neither an instance id nor an OAuth client; add one under Raster &gt; Timestack &gt; Connections.</source>
        <translation>Die Verbindung '{value}' hat weder eine Instanz-ID noch einen OAuth-Client; fügen Sie eines davon unter Raster &gt; Timestack &gt; Verbindungen hinzu.</translation>
    </message>
    <message>
        <location filename="../plugin/bridge/connection_words.py"/>
        <source>there is neither an instance id nor an OAuth client; enter one of them.</source>
        <translation>Es ist weder eine Instanz-ID noch ein OAuth-Client angegeben; geben Sie eines davon ein.</translation>
    </message>
    <message>
        <location filename="../plugin/bridge/connection_words.py"/>
        <source>'{value}' has no OAuth client, which this needs; add one to the connection.</source>
        <translation>'{value}' hat keinen OAuth-Client, der hierfür nötig ist; fügen Sie der Verbindung einen hinzu.</translation>
    </message>
    <message>
        <location filename="../plugin/bridge/connection_words.py"/>
        <source>an OAuth client is an id and a secret; give both, or neither.</source>
        <translation>Ein OAuth-Client besteht aus ID und Geheimnis; geben Sie beides an oder keines.</translation>
    </message>
    <message>
        <location filename="../plugin/bridge/connection_words.py"/>
        <source>this is not an instance id; copy it from the dashboard of your account.</source>
        <translation>Das ist keine Instanz-ID; kopieren Sie sie aus der Übersichtsseite (Dashboard) Ihres Kontos.</translation>
    </message>
    <message>
        <location filename="../plugin/bridge/connection_words.py"/>
        <source>this is not a web address; write it as https://sh.dataspace.copernicus.eu/ogc.</source>
        <translation>Das ist keine Webadresse; schreiben Sie sie in der Form https://sh.dataspace.copernicus.eu/ogc.</translation>
    </message>
    <message>
        <location filename="../plugin/bridge/connection_words.py"/>
        <source>there is no address; write it as https://sh.dataspace.copernicus.eu/ogc.</source>
        <translation>Es ist keine Adresse angegeben; schreiben Sie sie in der Form https://sh.dataspace.copernicus.eu/ogc.</translation>
    </message>
    <message>
        <location filename="../plugin/bridge/connection_words.py"/>
        <source>the address must end in /ogc, as in https://sh.dataspace.copernicus.eu/ogc.</source>
        <translation>Die Adresse muss auf /ogc enden, wie in https://sh.dataspace.copernicus.eu/ogc.</translation>
    </message>
    <message>
        <location filename="../plugin/bridge/connection_words.py"/>
        <source>the address of {host} holds a login; take out what stands before the @.</source>
        <translation>Die Adresse von {host} enthält Anmeldedaten; entfernen Sie, was vor dem @ steht.</translation>
    </message>
    <message>
        <location filename="../plugin/bridge/connection_words.py"/>
        <source>{host} would get your credentials without encryption; use an address that begins with https.</source>
        <translation>{host} bekäme Ihre Zugangsdaten unverschlüsselt; verwenden Sie eine Adresse, die mit https beginnt.</translation>
    </message>
    <message>
        <location filename="../plugin/bridge/connection_words.py"/>
        <source>there is no folder; choose one with scenes.</source>
        <translation>Es ist kein Ordner angegeben; wählen Sie einen mit Szenen.</translation>
    </message>
    <message>
        <location filename="../plugin/bridge/connection_words.py"/>
        <source>{value} per minute is not possible; give a number from 1 to {highest}.</source>
        <translation>{value} pro Minute ist nicht möglich; geben Sie eine Zahl von 1 bis {highest} an.</translation>
    </message>
    <message>
        <location filename="../plugin/bridge/connection_words.py"/>
        <source>the connection has no name; give it one.</source>
        <translation>Die Verbindung hat keinen Namen; geben Sie ihr einen.</translation>
    </message>
    <message>
        <location filename="../plugin/bridge/connection_words.py"/>
        <source>a name has at most {limit} characters and no slashes; choose another one.</source>
        <translation>Ein Name hat höchstens {limit} Zeichen und keine Schrägstriche; wählen Sie einen anderen.</translation>
    </message>
    <message>
        <location filename="../plugin/bridge/connection_words.py"/>
        <source>'{value}' means the simulated scenes; choose another name.</source>
        <translation>'{value}' steht für die simulierten Szenen; wählen Sie einen anderen Namen.</translation>
    </message>
    <message>
        <location filename="../plugin/bridge/connection_words.py"/>
        <source>there is a connection '{value}' already; choose another name.</source>
        <translation>Eine Verbindung '{value}' gibt es schon; wählen Sie einen anderen Namen.</translation>
    </message>
    <message>
        <location filename="../plugin/bridge/connection_words.py"/>
        <source>the authentication database of QGIS is disabled, so the credentials of '{value}' cannot be used; see Settings &gt; Options &gt; Authentication.</source>
        <translation>Die Authentifizierungsdatenbank von QGIS ist deaktiviert, deshalb lassen sich die Zugangsdaten von '{value}' nicht verwenden; siehe Einstellungen &gt; Optionen &gt; Authentifizierung.</translation>
    </message>
    <message>
        <location filename="../plugin/bridge/connection_words.py"/>
        <source>the authentication database of QGIS has no master password, which protects the credentials of '{value}'; set one under Settings &gt; Options &gt; Authentication.</source>
        <translation>Die Authentifizierungsdatenbank von QGIS hat kein Masterpasswort, das die Zugangsdaten von '{value}' schützt; legen Sie unter Einstellungen &gt; Optionen &gt; Authentifizierung eines fest.</translation>
    </message>
    <message>
        <location filename="../plugin/bridge/connection_words.py"/>
        <source>the authentication database of QGIS is locked, so the credentials of '{value}' cannot be used; enter the master password, or name a file with it in QGIS_AUTH_PASSWORD_FILE for qgis_process.</source>
        <translation>Die Authentifizierungsdatenbank von QGIS ist gesperrt, deshalb lassen sich die Zugangsdaten von '{value}' nicht verwenden; geben Sie das Masterpasswort ein oder nennen Sie für qgis_process in QGIS_AUTH_PASSWORD_FILE eine Datei, die es enthält.</translation>
    </message>
    <message>
        <location filename="../plugin/bridge/connection_words.py"/>
        <source>the credentials of '{value}' are not in the authentication database any more; enter them again under Raster &gt; Timestack &gt; Connections.</source>
        <translation>Die Zugangsdaten von '{value}' sind nicht mehr in der Authentifizierungsdatenbank; geben Sie sie unter Raster &gt; Timestack &gt; Verbindungen erneut ein.</translation>
    </message>
    <message>
        <location filename="../plugin/bridge/connection_words.py"/>
        <source>the credentials of '{value}' cannot be read from the authentication database; enter them again under Raster &gt; Timestack &gt; Connections.</source>
        <translation>Die Zugangsdaten von '{value}' lassen sich nicht aus der Authentifizierungsdatenbank lesen; geben Sie sie unter Raster &gt; Timestack &gt; Verbindungen erneut ein.</translation>
    </message>
    <message>
        <location filename="../plugin/bridge/connection_words.py"/>
        <source>the authentication database did not take the credentials of '{value}'; check them.</source>
        <translation>Die Authentifizierungsdatenbank hat die Zugangsdaten von '{value}' nicht angenommen; prüfen Sie sie.</translation>
    </message>
    <message>
        <location filename="../plugin/bridge/connection_words.py"/>
        <source>the authentication database did not let go of the credentials of '{value}'.</source>
        <translation>Die Authentifizierungsdatenbank hat die Zugangsdaten von '{value}' nicht entfernt.</translation>
    </message>
    <message>
        <location filename="../plugin/bridge/estimate_report.py"/>
        <source>{units} PU, {requests} requests, {size}, {minutes}</source>
        <translation>{units} PU, {requests} Anfragen, {size}, {minutes}</translation>
    </message>
    <message>
        <location filename="../plugin/bridge/estimate_report.py"/>
        <source>{figures} for the {steps} time steps that there are</source>
        <translation>{figures} für die {steps} vorhandenen Zeitschritte</translation>
    </message>
    <message>
        <location filename="../plugin/bridge/estimate_report.py"/>
        <source>At most about {figures}, guessed from the collection's revisit time without looking at clouds</source>
        <translation>Höchstens etwa {figures}, geschätzt nach der Wiederholrate der Kollektion, ohne Wolken zu berücksichtigen</translation>
    </message>
    <message>
        <location filename="../plugin/bridge/estimate_report.py"/>
        <source>About {figures}, guessed from the collection's revisit time</source>
        <translation>Etwa {figures}, geschätzt nach der Wiederholrate der Kollektion</translation>
    </message>
    <message>
        <location filename="../plugin/bridge/estimate_report.py"/>
        <source>One scene a month (clearest_of_month, {steps} time steps): {units} PU, {saved} less.</source>
        <translation>Eine Szene pro Monat (clearest_of_month, {steps} Zeitschritte): {units} PU, {saved} weniger.</translation>
    </message>
    <message>
        <location filename="../plugin/bridge/estimate_report.py"/>
        <source>At most {limit} % clouds ({steps} time steps): {units} PU, {saved} less.</source>
        <translation>Höchstens {limit} % Wolken ({steps} Zeitschritte): {units} PU, {saved} weniger.</translation>
    </message>
    <message>
        <location filename="../plugin/bridge/estimate_report.py"/>
        <source>Pixels of {resolution} instead: {units} PU, {saved} less.</source>
        <translation>Stattdessen Pixel von {resolution}: {units} PU, {saved} weniger.</translation>
    </message>
    <message>
        <location filename="../plugin/bridge/estimate_report.py"/>
        <source>Without one of the bands {bands}: {units} PU, {saved} less.</source>
        <translation>Ohne einen der Kanäle {bands}: {units} PU, {saved} weniger.</translation>
    </message>
    <message>
        <location filename="../plugin/bridge/estimate_report.py"/>
        <source>UINT16 with DN instead of FLOAT32: {units} PU, {saved} less.</source>
        <translation>UINT16 mit DN statt FLOAT32: {units} PU, {saved} weniger.</translation>
    </message>
    <message>
        <location filename="../plugin/bridge/estimate_report.py"/>
        <source>What would make it cheaper</source>
        <translation>Was es günstiger machen würde</translation>
    </message>
    <message>
        <location filename="../plugin/bridge/estimate_report.py"/>
        <source>Processing units</source>
        <translation>Verarbeitungseinheiten</translation>
    </message>
    <message>
        <location filename="../plugin/bridge/estimate_report.py"/>
        <source>of which for the list of scenes</source>
        <translation>davon für die Liste der Szenen</translation>
    </message>
    <message>
        <location filename="../plugin/bridge/estimate_report.py"/>
        <source>Requests</source>
        <translation>Anfragen</translation>
    </message>
    <message>
        <location filename="../plugin/bridge/estimate_report.py"/>
        <source>Time steps</source>
        <translation>Zeitschritte</translation>
    </message>
    <message>
        <location filename="../plugin/bridge/estimate_report.py"/>
        <source>Parts</source>
        <translation>Teile</translation>
    </message>
    <message>
        <location filename="../plugin/bridge/estimate_report.py"/>
        <source>Processing units of the largest part</source>
        <translation>Verarbeitungseinheiten des größten Teils</translation>
    </message>
    <message>
        <location filename="../plugin/bridge/estimate_report.py"/>
        <source>To transfer, before compression</source>
        <translation>Zu übertragen, vor der Komprimierung</translation>
    </message>
    <message>
        <location filename="../plugin/bridge/estimate_report.py"/>
        <source>Stack, before compression</source>
        <translation>Stapel, vor der Komprimierung</translation>
    </message>
    <message>
        <location filename="../plugin/bridge/estimate_report.py"/>
        <source>Disk while it is fetched, at most</source>
        <translation>Speicherplatz während des Abrufs, höchstens</translation>
    </message>
    <message>
        <location filename="../plugin/bridge/estimate_report.py"/>
        <source>Time at the account's limits, at least</source>
        <translation>Zeit bei den Grenzen des Kontos, mindestens</translation>
    </message>
    <message>
        <location filename="../plugin/bridge/estimate_report.py"/>
        <source>{connection} is on this computer and charges nothing; these are the units of the service.</source>
        <translation>{connection} liegt auf diesem Rechner und berechnet nichts; dies sind die Einheiten des Dienstes.</translation>
    </message>
    <message>
        <location filename="../plugin/bridge/estimate_report.py"/>
        <source>Assumed limits of the account: {requests} requests and {units} processing units a minute.</source>
        <translation>Angenommene Grenzen des Kontos: {requests} Anfragen und {units} Verarbeitungseinheiten pro Minute.</translation>
    </message>
    <message>
        <location filename="../plugin/bridge/estimate_report.py"/>
        <source>The number of time steps is a guess from how often the collection comes by.</source>
        <translation>Die Anzahl der Zeitschritte ist danach geschätzt, wie oft die Kollektion das Gebiet erfasst.</translation>
    </message>
    <message>
        <location filename="../plugin/bridge/estimate_report.py"/>
        <source>One part costs more than the account has in a minute; it has to be cut smaller to be answered.</source>
        <translation>Ein Teil kostet mehr, als dem Konto in einer Minute zusteht; er muss kleiner geschnitten werden, damit er beantwortet wird.</translation>
    </message>
    <message>
        <location filename="../plugin/bridge/estimate_report.py"/>
        <source>under 1 min</source>
        <translation>unter 1 min</translation>
    </message>
    <message>
        <location filename="../plugin/bridge/estimate_report.py"/>
        <source>{minutes} min</source>
        <translation>{minutes} min</translation>
    </message>
    <message>
        <location filename="../plugin/bridge/estimate_report.py"/>
        <source>{hours} h</source>
        <translation>{hours} h</translation>
    </message>
    <message>
        <location filename="../plugin/bridge/messages.py"/>
        <source>{rule}; please correct it.</source>
        <translation>{rule}; bitte berichtigen Sie das.</translation>
    </message>
    <message>
        <location filename="../plugin/bridge/messages.py"/>
        <source>no band is named; list at least one, for example B02,B03,B04,B08.</source>
        <translation>Es ist kein Kanal angegeben; nennen Sie mindestens einen, zum Beispiel B02,B03,B04,B08.</translation>
    </message>
    <message>
        <location filename="../plugin/bridge/messages.py"/>
        <source>there is no band {band}; choose among {choices}.</source>
        <translation>Einen Kanal {band} gibt es nicht; zur Auswahl stehen {choices}.</translation>
    </message>
    <message>
        <location filename="../plugin/bridge/messages.py"/>
        <source>band {band} is named twice; name each band once.</source>
        <translation>Der Kanal {band} ist doppelt angegeben; nennen Sie jeden Kanal nur einmal.</translation>
    </message>
    <message>
        <location filename="../plugin/bridge/messages.py"/>
        <source>'{band}' is not a band name; separate names by commas, for example B04,B08.</source>
        <translation>„{band}“ ist kein Kanalname; trennen Sie die Namen durch Kommas, zum Beispiel B04,B08.</translation>
    </message>
    <message>
        <location filename="../plugin/bridge/messages.py"/>
        <source>the first day {start} lies after the last day {end}; exchange them.</source>
        <translation>Der erste Tag {start} liegt nach dem letzten Tag {end}; vertauschen Sie die beiden.</translation>
    </message>
    <message>
        <location filename="../plugin/bridge/messages.py"/>
        <source>dates must lie between {first} and {last}; correct the first or the last day.</source>
        <translation>Die Tage müssen zwischen {first} und {last} liegen; berichtigen Sie den ersten oder den letzten Tag.</translation>
    </message>
    <message>
        <location filename="../plugin/bridge/messages.py"/>
        <source>'{value}' is not a date; write it as 2020-01-31.</source>
        <translation>„{value}“ ist kein Datum; schreiben Sie es in der Form 2020-01-31.</translation>
    </message>
    <message>
        <location filename="../plugin/bridge/messages.py"/>
        <source>'{value}' is not known here; choose one of {choices}.</source>
        <translation>„{value}“ ist hier nicht bekannt; zur Auswahl stehen {choices}.</translation>
    </message>
    <message>
        <location filename="../plugin/bridge/messages.py"/>
        <source>{collection} does not offer {value}; choose {choices}.</source>
        <translation>{collection} bietet {value} nicht an; wählen Sie {choices}.</translation>
    </message>
    <message>
        <location filename="../plugin/bridge/messages.py"/>
        <source>{value} is not a percentage; give a number from 0 to 100.</source>
        <translation>{value} ist kein Prozentwert; geben Sie eine Zahl von 0 bis 100 an.</translation>
    </message>
    <message>
        <location filename="../plugin/bridge/messages.py"/>
        <source>'{value}' is not a month; give numbers from 1 to 12, separated by commas.</source>
        <translation>„{value}“ ist kein Monat; geben Sie Zahlen von 1 bis 12 an, durch Kommas getrennt.</translation>
    </message>
    <message>
        <location filename="../plugin/bridge/messages.py"/>
        <source>the area is empty or reversed; draw a rectangle with some width and height.</source>
        <translation>Das Gebiet ist leer oder verkehrt herum angegeben; ziehen Sie ein Rechteck mit Breite und Höhe auf.</translation>
    </message>
    <message>
        <location filename="../plugin/bridge/messages.py"/>
        <source>the area reaches beyond what {crs} can show; choose a smaller area or another CRS.</source>
        <translation>Das Gebiet reicht über den Bereich hinaus, den {crs} abbilden kann; wählen Sie ein kleineres Gebiet oder ein anderes KBS.</translation>
    </message>
    <message>
        <location filename="../plugin/bridge/messages.py"/>
        <source>{value} is not above zero; give the size of a pixel in CRS units, for example 10.</source>
        <translation>{value} ist nicht größer als null; geben Sie die Pixelgröße in Einheiten des KBS an, zum Beispiel 10.</translation>
    </message>
    <message>
        <location filename="../plugin/bridge/messages.py"/>
        <source>{value} m per pixel is coarser than the {limit} m that {collection} allows; give a finer one.</source>
        <translation>{value} m je Pixel sind gröber als die {limit} m, die {collection} zulässt; geben Sie eine feinere Auflösung an.</translation>
    </message>
    <message>
        <location filename="../plugin/bridge/messages.py"/>
        <source>{width} x {height} pixels are more than the service gives at once ({limit} a side).</source>
        <translation>{width} x {height} Pixel sind mehr, als der Dienst auf einmal liefert ({limit} je Seite).</translation>
    </message>
    <message>
        <location filename="../plugin/bridge/messages.py"/>
        <source>{value} has no place in {crs}; choose another area or CRS.</source>
        <translation>{value} lässt sich in {crs} nicht darstellen; wählen Sie ein anderes Gebiet oder KBS.</translation>
    </message>
    <message>
        <location filename="../plugin/bridge/messages.py"/>
        <source>'{value}' is not a known coordinate reference system; choose one with an EPSG code.</source>
        <translation>„{value}“ ist kein bekanntes Koordinatenbezugssystem; wählen Sie eines mit EPSG-Code.</translation>
    </message>
    <message>
        <location filename="../plugin/bridge/messages.py"/>
        <source>{value} is no rectangle; give xmin, ymin, xmax, ymax.</source>
        <translation>{value} ist kein Rechteck; geben Sie xmin, ymin, xmax, ymax an.</translation>
    </message>
    <message>
        <location filename="../plugin/bridge/messages.py"/>
        <source>the area has no coordinate reference system; set one.</source>
        <translation>Das Gebiet hat kein Koordinatenbezugssystem; legen Sie eines fest.</translation>
    </message>
    <message>
        <location filename="../plugin/bridge/messages.py"/>
        <source>{units} of {band} are fractions that {sample_type} would round to zero; choose DN, or FLOAT32.</source>
        <translation>{units} von {band} sind Bruchzahlen, die {sample_type} auf null runden würde; wählen Sie DN oder FLOAT32.</translation>
    </message>
    <message>
        <location filename="../plugin/bridge/messages.py"/>
        <source>the no-data value {value} does not fit into {sample_type}; choose another one.</source>
        <translation>Der Leerwert {value} passt nicht in {sample_type}; wählen Sie einen anderen.</translation>
    </message>
    <message>
        <location filename="../plugin/bridge/messages.py"/>
        <source>the request needs an address of {bytes} characters and the service takes {limit}; ask for fewer bands, or shorten the script.</source>
        <translation>Die Anfrage braucht eine Adresse von {bytes} Zeichen, der Dienst nimmt aber nur {limit} an; fordern Sie weniger Kanäle an oder kürzen Sie das Skript.</translation>
    </message>
    <message>
        <location filename="../plugin/bridge/messages.py"/>
        <source>nobody knows how often {collection} comes by; 'Estimate cost' asks the service.</source>
        <translation>Niemand weiß, wie oft {collection} das Gebiet erfasst; 'Kosten schätzen' fragt den Dienst.</translation>
    </message>
    <message>
        <location filename="../plugin/bridge/messages.py"/>
        <source>what a script of several inputs costs cannot be told; give it one input.</source>
        <translation>Was ein Skript mit mehreren Eingaben kostet, lässt sich nicht angeben; geben Sie ihm eine Eingabe.</translation>
    </message>
    <message>
        <location filename="../plugin/bridge/messages.py"/>
        <source>an own evalscript is run day by day, which needs ORBIT; choose ORBIT.</source>
        <translation>Ein eigenes Evalscript läuft Tag für Tag, und dafür ist ORBIT nötig; wählen Sie ORBIT.</translation>
    </message>
    <message>
        <location filename="../plugin/bridge/messages.py"/>
        <source>two scenes have the same data path {path}; give each scene its own.</source>
        <translation>Zwei Szenen haben denselben Datenpfad {path}; geben Sie jeder Szene einen eigenen.</translation>
    </message>
    <message>
        <location filename="../plugin/bridge/messages.py"/>
        <source>'{value}' is not a polygon; choose a layer with polygons.</source>
        <translation>„{value}“ ist kein Polygon; wählen Sie einen Layer mit Polygonen.</translation>
    </message>
    <message>
        <location filename="../plugin/bridge/messages.py"/>
        <source>the mask takes {characters} characters and a request has room for {limit}; simplify it or use fewer parts.</source>
        <translation>Die Maske braucht {characters} Zeichen, in eine Anfrage passen aber nur {limit}; vereinfachen Sie die Maske oder verwenden Sie weniger Teile.</translation>
    </message>
    <message>
        <location filename="../plugin/bridge/messages.py"/>
        <source>the mask layer holds no polygon; choose a layer or a selection with polygons.</source>
        <translation>Der Maskenlayer enthält kein Polygon; wählen Sie einen Layer oder eine Auswahl mit Polygonen.</translation>
    </message>
    <message>
        <location filename="../plugin/bridge/messages.py"/>
        <source>a single block of one date costs {price} processing units, and the account gets {limit} a minute; correct the limits of the connection.</source>
        <translation>Ein einzelner Block eines Tages kostet {price} Verarbeitungseinheiten, und das Konto erhält {limit} pro Minute; berichtigen Sie die Grenzen der Verbindung.</translation>
    </message>
    <message>
        <location filename="../plugin/bridge/messages.py"/>
        <source>there is neither an extent nor a mask; give one of them.</source>
        <translation>Es ist weder eine Ausdehnung noch eine Maske angegeben; geben Sie eines von beiden an.</translation>
    </message>
    <message>
        <location filename="../plugin/bridge/messages.py"/>
        <source>the service instance has no layer of {collection}; it offers {choices}. Add one to it.</source>
        <translation>Die Instanz des Dienstes hat keinen Layer von {collection}; sie bietet {choices} an. Fügen Sie ihr einen hinzu.</translation>
    </message>
    <message>
        <location filename="../plugin/bridge/messages.py"/>
        <source>'{value}' is not in the catalogue; choose one of {choices}.</source>
        <translation>„{value}“ ist nicht im Katalog; zur Auswahl stehen {choices}.</translation>
    </message>
    <message>
        <location filename="../plugin/bridge/messages.py"/>
        <source>this connection holds {choices}, not {value}; choose that collection.</source>
        <translation>Diese Verbindung enthält {choices}, nicht {value}; wählen Sie die enthaltene Kollektion.</translation>
    </message>
    <message>
        <location filename="../plugin/bridge/messages.py"/>
        <source>the polygon covers {pixels} pixels, more than {limit}; draw a smaller one.</source>
        <translation>Das Polygon bedeckt {pixels} Pixel, mehr als {limit}; zeichnen Sie ein kleineres.</translation>
    </message>
    <message>
        <location filename="../plugin/bridge/messages.py"/>
        <source>the place lies outside the stack; choose one inside.</source>
        <translation>Der Ort liegt außerhalb des Stapels; wählen Sie einen innerhalb.</translation>
    </message>
    <message>
        <location filename="../plugin/bridge/messages.py"/>
        <source>the script cannot be read ({reason}); give a text or an existing file.</source>
        <translation>Das Skript lässt sich nicht lesen ({reason}); geben Sie einen Text oder eine vorhandene Datei an.</translation>
    </message>
    <message>
        <location filename="../plugin/bridge/messages.py"/>
        <source>there is no script; give the text of an Evalscript V3 or the path of a .js file.</source>
        <translation>Es ist kein Skript angegeben; geben Sie den Text eines Evalscript V3 oder den Pfad einer .js-Datei an.</translation>
    </message>
    <message>
        <location filename="../plugin/bridge/messages.py"/>
        <source>'{value}' is neither 'demo', nor a folder with scenes, nor a stack file.</source>
        <translation>'{value}' ist weder 'demo' noch ein Ordner mit Szenen noch eine Stapeldatei.</translation>
    </message>
    <message>
        <location filename="../plugin/bridge/messages.py"/>
        <source>there are no scenes; choose a folder or a stack that has some.</source>
        <translation>Es sind keine Szenen vorhanden; wählen Sie einen Ordner oder einen Stapel, der welche enthält.</translation>
    </message>
    <message>
        <location filename="../plugin/bridge/messages.py"/>
        <source>there are no scenes here; move the map to where they are.</source>
        <translation>Hier gibt es keine Szenen; verschieben Sie die Karte dorthin, wo welche liegen.</translation>
    </message>
    <message>
        <location filename="../plugin/bridge/messages.py"/>
        <source>the script has the inputs {inputs} and nothing tells where the scenes of {input} are; write each as {input}=place, separated by semicolons.</source>
        <translation>Das Skript hat die Eingaben {inputs}, und nirgends steht, wo die Szenen von {input} liegen; schreiben Sie jede als {input}=Ort, durch Semikolons getrennt.</translation>
    </message>
    <message>
        <location filename="../plugin/bridge/messages.py"/>
        <source>pixels of {crs} and of the scenes have different units; give a resolution.</source>
        <translation>Die Pixel von {crs} und die der Szenen haben verschiedene Einheiten; geben Sie eine Auflösung an.</translation>
    </message>
    <message>
        <location filename="../plugin/bridge/messages.py"/>
        <source>'{value}' is no file name to write to; give one that ends in .tif.</source>
        <translation>In „{value}“ lässt sich nicht schreiben; geben Sie einen Dateinamen an, der auf .tif endet.</translation>
    </message>
    <message>
        <location filename="../plugin/bridge/messages.py"/>
        <source>the folder {value} does not exist; create it or choose another one.</source>
        <translation>Den Ordner {value} gibt es nicht; legen Sie ihn an oder wählen Sie einen anderen.</translation>
    </message>
    <message>
        <location filename="../plugin/bridge/messages.py"/>
        <source>there is no formula; write one over band names, for example (B08-B04)/(B08+B04).</source>
        <translation>Es ist keine Formel angegeben; schreiben Sie eine mit Kanalnamen, zum Beispiel (B08-B04)/(B08+B04).</translation>
    </message>
    <message>
        <location filename="../plugin/bridge/messages.py"/>
        <source>the formula has more than {limit} characters; shorten it.</source>
        <translation>Die Formel hat mehr als {limit} Zeichen; kürzen Sie sie.</translation>
    </message>
    <message>
        <location filename="../plugin/bridge/messages.py"/>
        <source>the formula has more than {limit} brackets within brackets; simplify it.</source>
        <translation>Die Formel hat mehr als {limit} ineinander geschachtelte Klammern; vereinfachen Sie sie.</translation>
    </message>
    <message>
        <location filename="../plugin/bridge/messages.py"/>
        <source>the formula cannot be read from character {position} ('{found}') on; use band names, numbers, + - * / ^, brackets and {functions}.</source>
        <translation>Die Formel lässt sich ab Zeichen {position} ('{found}') nicht lesen; verwenden Sie Kanalnamen, Zahlen, + - * / ^, Klammern und {functions}.</translation>
    </message>
    <message>
        <location filename="../plugin/bridge/messages.py"/>
        <source>the formula names no band; use at least one, for example B08.</source>
        <translation>Die Formel nennt keinen Kanal; verwenden Sie mindestens einen, zum Beispiel B08.</translation>
    </message>
    <message>
        <location filename="../plugin/bridge/messages.py"/>
        <source>a formula has no effect on {index}; set INDEX to {custom}, or empty the formula.</source>
        <translation>Eine Formel hat auf {index} keine Wirkung; setzen Sie INDEX auf {custom} oder leeren Sie die Formel.</translation>
    </message>
    <message>
        <location filename="../plugin/bridge/messages.py"/>
        <source>an index may be negative, which {sample_type} cannot hold; choose INT16 or FLOAT32.</source>
        <translation>Ein Index kann negativ sein, was {sample_type} nicht aufnehmen kann; wählen Sie INT16 oder FLOAT32.</translation>
    </message>
    <message>
        <location filename="../plugin/bridge/messages.py"/>
        <source>{sample_type} cannot hold {units} of {band}; choose FLOAT32.</source>
        <translation>{sample_type} kann {units} von {band} nicht aufnehmen; wählen Sie FLOAT32.</translation>
    </message>
    <message>
        <location filename="../plugin/bridge/messages.py"/>
        <source>digital numbers of {band} reach beyond {sample_type}; choose UINT16.</source>
        <translation>Die Digitalwerte von {band} reichen über {sample_type} hinaus; wählen Sie UINT16.</translation>
    </message>
    <message>
        <location filename="../plugin/bridge/messages.py"/>
        <source>{collection} has no red and near infrared for an NDVI; choose another method.</source>
        <translation>{collection} hat kein Rot und nahes Infrarot für einen NDVI; wählen Sie ein anderes Verfahren.</translation>
    </message>
    <message>
        <location filename="../plugin/bridge/messages.py"/>
        <source>the cloud mask {mask} has no classes; leave them empty, or choose SCL, BQA or QA.</source>
        <translation>Die Wolkenmaske {mask} hat keine Klassen; lassen Sie diese leer oder wählen Sie SCL, BQA oder QA.</translation>
    </message>
    <message>
        <location filename="../plugin/bridge/messages.py"/>
        <source>{value} is nothing that {mask} knows; give whole numbers from 0 to {highest}.</source>
        <translation>{value} ist {mask} nicht bekannt; geben Sie ganze Zahlen von 0 bis {highest} an.</translation>
    </message>
    <message>
        <location filename="../plugin/bridge/messages.py"/>
        <source>{value} is not possible; give a whole number from {low} to {high}.</source>
        <translation>{value} ist nicht möglich; geben Sie eine ganze Zahl von {low} bis {high} an.</translation>
    </message>
    <message>
        <location filename="../plugin/bridge/messages.py"/>
        <source>'{value}' is not a whole number; separate numbers by commas, for example 3,8,9.</source>
        <translation>'{value}' ist keine ganze Zahl; trennen Sie die Zahlen durch Kommas, zum Beispiel 3,8,9.</translation>
    </message>
    <message>
        <location filename="../plugin/bridge/messages.py"/>
        <source>'{value}' is no interval; write first and last day as 2020-04-01/2020-05-31.</source>
        <translation>'{value}' ist kein Zeitraum; schreiben Sie ersten und letzten Tag in der Form 2020-04-01/2020-05-31.</translation>
    </message>
    <message>
        <location filename="../plugin/bridge/messages.py"/>
        <source>{collection} tells no cloud cover of its scenes; choose another way.</source>
        <translation>{collection} gibt die Bewölkung der Szenen nicht an; wählen Sie eine andere Art.</translation>
    </message>
    <message>
        <location filename="../plugin/bridge/messages.py"/>
        <source>the end of the request is told to scripts with ORBIT only; choose ORBIT, or name the days with INTERVALS.</source>
        <translation>Das Ende der Anfrage wird Skripten nur bei ORBIT mitgeteilt; wählen Sie ORBIT oder geben Sie die Tage mit INTERVALS an.</translation>
    </message>
    <message>
        <location filename="../plugin/bridge/messages.py"/>
        <source>one request costs {units} processing units and the account gets {limit} a minute; choose a smaller area, fewer bands or a coarser resolution.</source>
        <translation>Eine Anfrage kostet {units} Verarbeitungseinheiten, und das Konto erhält {limit} pro Minute; wählen Sie ein kleineres Gebiet, weniger Kanäle oder eine gröbere Auflösung.</translation>
    </message>
    <message>
        <location filename="../plugin/bridge/messages.py"/>
        <source>{value} is not a time step of this stack; see its list of dates.</source>
        <translation>{value} ist kein Zeitschritt dieses Stapels; sehen Sie in der Liste seiner Tage nach.</translation>
    </message>
    <message>
        <location filename="../plugin/bridge/messages.py"/>
        <source>No acquisition from {start} to {end} with at most {cover} % clouds touches the area: choose more days, a higher MAX_CLOUD_COVER, or another EXTENT.</source>
        <translation>Von {start} bis {end} berührt keine Aufnahme mit höchstens {cover} % Wolken das Gebiet: Wählen Sie mehr Tage, ein höheres MAX_CLOUD_COVER oder ein anderes EXTENT.</translation>
    </message>
    <message>
        <location filename="../plugin/bridge/messages.py"/>
        <source>CONNECTION: {address} does not answer ({reason}); check the address and the network.</source>
        <translation>CONNECTION: {address} antwortet nicht ({reason}); prüfen Sie die Adresse und das Netzwerk.</translation>
    </message>
    <message>
        <location filename="../plugin/bridge/messages.py"/>
        <source>CONNECTION: the OAuth client is not accepted; it may have expired or been deleted. Check its id and secret, or make a new one in the dashboard of the service.</source>
        <translation>CONNECTION: Der OAuth-Client wird nicht angenommen; vielleicht ist er abgelaufen oder gelöscht. Prüfen Sie ID und Geheimnis oder legen Sie auf der Übersichtsseite (Dashboard) des Dienstes einen neuen an.</translation>
    </message>
    <message>
        <location filename="../plugin/bridge/messages.py"/>
        <source>The account's processing units are used up: {detail}</source>
        <translation>Die Verarbeitungseinheiten des Kontos sind aufgebraucht: {detail}</translation>
    </message>
    <message>
        <location filename="../plugin/bridge/messages.py"/>
        <source>RESOLUTION: too coarse for this collection: {detail}</source>
        <translation>RESOLUTION: zu grob für diese Kollektion: {detail}</translation>
    </message>
    <message>
        <location filename="../plugin/bridge/messages.py"/>
        <source>EXTENT: more pixels than the service gives at once: {detail}</source>
        <translation>EXTENT: mehr Pixel, als der Dienst auf einmal liefert: {detail}</translation>
    </message>
    <message>
        <location filename="../plugin/bridge/messages.py"/>
        <source>COLLECTION: the service instance has no layer of this collection: {detail}</source>
        <translation>COLLECTION: Die Instanz des Dienstes hat keinen Layer dieser Kollektion: {detail}</translation>
    </message>
    <message>
        <location filename="../plugin/bridge/messages.py"/>
        <source>CONNECTION: the service did not accept the credentials; check them. {detail}</source>
        <translation>CONNECTION: Der Dienst hat die Zugangsdaten nicht angenommen; prüfen Sie sie. {detail}</translation>
    </message>
    <message>
        <location filename="../plugin/bridge/messages.py"/>
        <source>CONNECTION: the service refused access; check the instance and its quota. {detail}</source>
        <translation>CONNECTION: Der Dienst hat den Zugriff verweigert; prüfen Sie die Instanz und ihr Kontingent. {detail}</translation>
    </message>
    <message>
        <location filename="../plugin/bridge/messages.py"/>
        <source>CONNECTION: the service knows no such instance or layer; check both. {detail}</source>
        <translation>CONNECTION: Der Dienst kennt die Instanz oder den Layer nicht; prüfen Sie beide. {detail}</translation>
    </message>
    <message>
        <location filename="../plugin/bridge/messages.py"/>
        <source>The account's rate limit is exceeded; wait a minute and try again. {detail}</source>
        <translation>Das Konto hat zu viele Anfragen in kurzer Zeit gestellt; warten Sie eine Minute und versuchen Sie es erneut. {detail}</translation>
    </message>
    <message>
        <location filename="../plugin/bridge/messages.py"/>
        <source>The service ran out of time; ask for a smaller area or fewer days. {detail}</source>
        <translation>Dem Dienst ist die Zeit ausgegangen; fordern Sie ein kleineres Gebiet oder weniger Tage an. {detail}</translation>
    </message>
    <message>
        <location filename="../plugin/bridge/messages.py"/>
        <source>The service refused the request (HTTP {status}): {detail}</source>
        <translation>Der Dienst hat die Anfrage abgelehnt (HTTP {status}): {detail}</translation>
    </message>
    <message>
        <location filename="../plugin/bridge/messages.py"/>
        <source>The service answered with something else than asked for: expected {expected}, got {found}.</source>
        <translation>Der Dienst hat etwas anderes geantwortet als angefragt: erwartet {expected}, erhalten {found}.</translation>
    </message>
    <message>
        <location filename="../plugin/bridge/messages.py"/>
        <source>The dates in the pixels are not the announced ones ({where}), so nothing was written. Announced: {announced}. In the pixels: {found}. Try again; if it stays, report it with this message.</source>
        <translation>Die Aufnahmedaten in den Pixeln sind nicht die angekündigten ({where}), deshalb wurde nichts geschrieben. Angekündigt: {announced}. In den Pixeln: {found}. Versuchen Sie es erneut; bleibt es dabei, melden Sie den Fehler mit dieser Nachricht.</translation>
    </message>
    <message>
        <location filename="../plugin/bridge/messages.py"/>
        <source>none</source>
        <translation>keine</translation>
    </message>
    <message>
        <location filename="../plugin/bridge/messages.py"/>
        <source>EVALSCRIPT: line {line}: {message}; correct the script.</source>
        <translation>EVALSCRIPT: Zeile {line}: {message}; berichtigen Sie das Skript.</translation>
    </message>
    <message>
        <location filename="../plugin/bridge/messages.py"/>
        <source>EVALSCRIPT: {message}; correct the script.</source>
        <translation>EVALSCRIPT: {message}; berichtigen Sie das Skript.</translation>
    </message>
    <message>
        <location filename="../plugin/bridge/messages.py"/>
        <source>INPUT: no dates found in {path} ({reason}); name its bands by date, as 2020-01-05 B04.</source>
        <translation>INPUT: In {path} wurden keine Datumsangaben gefunden ({reason}); benennen Sie die Kanäle nach ihrem Datum, etwa 2020-01-05 B04.</translation>
    </message>
    <message>
        <location filename="../plugin/bridge/messages.py"/>
        <source>OUTPUT: the disk of {path} is full; free some space or choose another place.</source>
        <translation>OUTPUT: Der Datenträger von {path} ist voll; schaffen Sie Platz oder wählen Sie einen anderen Ort.</translation>
    </message>
    <message>
        <location filename="../plugin/bridge/messages.py"/>
        <source>OUTPUT: too little room in {path}: {reason}; free some space or choose another place.</source>
        <translation>OUTPUT: zu wenig Platz in {path}: {reason}; schaffen Sie Platz oder wählen Sie einen anderen Ort.</translation>
    </message>
    <message>
        <location filename="../plugin/bridge/messages.py"/>
        <source>OUTPUT: {path}: {reason}; wait for one of them to end.</source>
        <translation>OUTPUT: {path}: {reason}; warten Sie, bis einer der Vorgänge beendet ist.</translation>
    </message>
    <message>
        <location filename="../plugin/bridge/messages.py"/>
        <source>OUTPUT: {path} cannot be written ({reason}); choose another place.</source>
        <translation>OUTPUT: {path} lässt sich nicht schreiben ({reason}); wählen Sie einen anderen Ort.</translation>
    </message>
    <message>
        <location filename="../plugin/bridge/messages.py"/>
        <source>OUTPUT: you may not write to {path}; choose a folder of your own.</source>
        <translation>OUTPUT: Sie haben in {path} keine Schreibrechte; wählen Sie einen eigenen Ordner.</translation>
    </message>
    <message>
        <location filename="../plugin/bridge/messages.py"/>
        <source>OUTPUT: {path} cannot be written ({reason}); create the folder or choose another one.</source>
        <translation>OUTPUT: {path} lässt sich nicht schreiben ({reason}); legen Sie den Ordner an oder wählen Sie einen anderen.</translation>
    </message>
    <message>
        <location filename="../plugin/bridge/messages.py"/>
        <source>OUTPUT: {path} is a folder; give a file name that ends in .tif.</source>
        <translation>OUTPUT: {path} ist ein Ordner; geben Sie einen Dateinamen an, der auf .tif endet.</translation>
    </message>
    <message>
        <location filename="../plugin/bridge/messages.py"/>
        <source>CONNECTION: the scenes in {path} cannot be used: {reason}.</source>
        <translation>CONNECTION: Die Szenen in {path} sind nicht verwendbar: {reason}.</translation>
    </message>
    <message>
        <location filename="../plugin/bridge/messages.py"/>
        <source>{path}: {reason}</source>
        <translation>{path}: {reason}</translation>
    </message>
    <message>
        <location filename="../plugin/bridge/messages.py"/>
        <source>Cancelled.</source>
        <translation>Abgebrochen.</translation>
    </message>
    <message>
        <location filename="../plugin/bridge/pin_layer.py"/>
        <source>{pins}: series</source>
        <translation>{pins}: Zeitreihen</translation>
    </message>
    <message>
        <location filename="../plugin/bridge/script_notes.py"/>
        <source>Qt's JavaScript engine runs this script, slower than our own, which cannot: {message}</source>
        <translation>Die JavaScript-Engine von Qt führt dieses Skript aus, langsamer als unsere eigene, die es nicht kann: {message}</translation>
    </message>
    <message>
        <location filename="../plugin/bridge/script_notes.py"/>
        <source>There is no user data: {message}</source>
        <translation>Es gibt keine Benutzerdaten: {message}</translation>
    </message>
    <message>
        <location filename="../plugin/bridge/script_notes.py"/>
        <source>The script has no //VERSION=3; the service needs it as the first line.</source>
        <translation>Dem Skript fehlt //VERSION=3; der Dienst braucht dies als erste Zeile.</translation>
    </message>
    <message>
        <location filename="../plugin/bridge/script_notes.py"/>
        <source>This GDAL cannot store signed bytes; the same values are stored wider ({message}).</source>
        <translation>Dieses GDAL kann keine vorzeichenbehafteten Bytes speichern; dieselben Werte werden in einem breiteren Typ gespeichert ({message}).</translation>
    </message>
    <message>
        <location filename="../plugin/bridge/script_notes.py"/>
        <source>The script declares the output {message} but never returns it; it is empty.</source>
        <translation>Das Skript deklariert die Ausgabe {message}, gibt sie aber nie zurück; sie ist leer.</translation>
    </message>
    <message>
        <location filename="../plugin/bridge/script_notes.py"/>
        <source>The area is shown coarser than the scenes are: {message}</source>
        <translation>Das Gebiet wird gröber gezeigt, als es die Szenen sind: {message}</translation>
    </message>
    <message>
        <location filename="../plugin/bridge/script_notes.py"/>
        <source>Line {line}: {words}</source>
        <translation>Zeile {line}: {words}</translation>
    </message>
    <message>
        <location filename="../plugin/bridge/script_report.py"/>
        <source>Did you mean {suggestion}?</source>
        <translation>Meinten Sie {suggestion}?</translation>
    </message>
    <message>
        <location filename="../plugin/bridge/script_report.py"/>
        <source>The collection</source>
        <translation>Die Kollektion</translation>
    </message>
    <message>
        <location filename="../plugin/bridge/script_report.py"/>
        <source>The script is valid; nothing was found.</source>
        <translation>Das Skript ist gültig; es wurde nichts gefunden.</translation>
    </message>
    <message>
        <location filename="../plugin/bridge/script_report.py"/>
        <source>The script is valid.</source>
        <translation>Das Skript ist gültig.</translation>
    </message>
    <message>
        <location filename="../plugin/bridge/script_report.py"/>
        <source>The script will not work as it is.</source>
        <translation>Das Skript wird so nicht funktionieren.</translation>
    </message>
    <message>
        <location filename="../plugin/bridge/script_report.py"/>
        <source>Errors: {errors}, warnings: {warnings}, hints: {hints}.</source>
        <translation>Fehler: {errors}, Warnungen: {warnings}, Hinweise: {hints}.</translation>
    </message>
    <message>
        <location filename="../plugin/bridge/script_report.py"/>
        <source>Evalscript report</source>
        <translation>Evalscript-Bericht</translation>
    </message>
    <message>
        <location filename="../plugin/bridge/script_report.py"/>
        <source>Error</source>
        <translation>Fehler</translation>
    </message>
    <message>
        <location filename="../plugin/bridge/script_report.py"/>
        <source>Warning</source>
        <translation>Warnung</translation>
    </message>
    <message>
        <location filename="../plugin/bridge/script_report.py"/>
        <source>Hint</source>
        <translation>Hinweis</translation>
    </message>
    <message>
        <location filename="../plugin/bridge/script_report.py"/>
        <source>{kind} in line {line}</source>
        <translation>{kind} in Zeile {line}</translation>
    </message>
    <message>
        <location filename="../plugin/bridge/script_report.py"/>
        <source>{kind} in line {line}, column {column}</source>
        <translation>{kind} in Zeile {line}, Spalte {column}</translation>
    </message>
    <message>
        <location filename="../plugin/bridge/script_use_words.py"/>
        <source>The script reads band {band}, which is not in the input, so it has no value.</source>
        <translation>Das Skript liest den Kanal {band}, der nicht in der Eingabe steht; deshalb hat er keinen Wert.</translation>
    </message>
    <message>
        <location filename="../plugin/bridge/script_use_words.py"/>
        <source>Add {band} to the bands in setup(); there are {declared} so far.</source>
        <translation>Fügen Sie {band} den Kanälen in setup() hinzu; bisher stehen dort {declared}.</translation>
    </message>
    <message>
        <location filename="../plugin/bridge/script_use_words.py"/>
        <source>{band} alone has no value; the script stops there when it gets to it.</source>
        <translation>{band} allein hat keinen Wert; das Skript bricht dort ab, sobald es diese Stelle erreicht.</translation>
    </message>
    <message>
        <location filename="../plugin/bridge/script_use_words.py"/>
        <source>Read the band as {sample}.{band}; with ORBIT or TILE as {sample}[0].{band}, for the first scene.</source>
        <translation>Lesen Sie den Kanal als {sample}.{band}; bei ORBIT oder TILE als {sample}[0].{band}, für die erste Szene.</translation>
    </message>
    <message>
        <location filename="../plugin/bridge/script_use_words.py"/>
        <source>The input has no band {name}, so it has no value.</source>
        <translation>Die Eingabe hat keinen Kanal {name}; deshalb hat er keinen Wert.</translation>
    </message>
    <message>
        <location filename="../plugin/bridge/script_use_words.py"/>
        <source>Did you mean {suggestion}? Capital and small letters count.</source>
        <translation>Meinten Sie {suggestion}? Groß- und Kleinschreibung werden unterschieden.</translation>
    </message>
    <message>
        <location filename="../plugin/bridge/script_use_words.py"/>
        <source>{name}.{property} has no value: the input has no band of that name.</source>
        <translation>{name}.{property} hat keinen Wert: Die Eingabe hat keinen Kanal dieses Namens.</translation>
    </message>
    <message>
        <location filename="../plugin/bridge/script_use_words.py"/>
        <source>Read one of {declared}, or add the band in setup().</source>
        <translation>Lesen Sie einen von {declared} oder fügen Sie den Kanal in setup() hinzu.</translation>
    </message>
    <message>
        <location filename="../plugin/bridge/script_use_words.py"/>
        <source>Nothing is called {name}, so it has no value.</source>
        <translation>Nichts heißt {name}; deshalb gibt es dafür keinen Wert.</translation>
    </message>
    <message>
        <location filename="../plugin/bridge/script_use_words.py"/>
        <source>With ORBIT or TILE, {name} is a list with one sample for each scene; it has no {property} itself.</source>
        <translation>Bei ORBIT oder TILE ist {name} eine Liste mit einem Sample je Szene; sie selbst hat kein {property}.</translation>
    </message>
    <message>
        <location filename="../plugin/bridge/script_use_words.py"/>
        <source>Read {name}[0].{property} or go through the list, or choose mosaicking: "SIMPLE".</source>
        <translation>Lesen Sie {name}[0].{property} oder gehen Sie die Liste durch, oder wählen Sie mosaicking: "SIMPLE".</translation>
    </message>
    <message>
        <location filename="../plugin/bridge/script_use_words.py"/>
        <source>With SIMPLE mosaicking, {name} is one sample and not a list.</source>
        <translation>Beim Mosaik SIMPLE ist {name} ein einzelnes Sample und keine Liste.</translation>
    </message>
    <message>
        <location filename="../plugin/bridge/script_use_words.py"/>
        <source>Read the band directly, as {name}.B04, or choose mosaicking: "ORBIT" beside input and output.</source>
        <translation>Lesen Sie den Kanal direkt, als {name}.B04, oder wählen Sie mosaicking: "ORBIT" neben input und output.</translation>
    </message>
    <message>
        <location filename="../plugin/bridge/script_use_words.py"/>
        <source>Scenes are read as a list, which is an old form that may disappear.</source>
        <translation>Die Szenen werden als Liste gelesen; das ist eine alte Form, die wegfallen kann.</translation>
    </message>
    <message>
        <location filename="../plugin/bridge/script_use_words.py"/>
        <source>Read scenes.{property} instead; its items have the dates as texts.</source>
        <translation>Lesen Sie stattdessen scenes.{property}; die Einträge enthalten die Datumsangaben als Text.</translation>
    </message>
    <message>
        <location filename="../plugin/bridge/script_use_words.py"/>
        <source>{name} is an internal field of the service and may change or vanish at any time.</source>
        <translation>{name} ist ein internes Feld des Dienstes und kann sich jederzeit ändern oder wegfallen.</translation>
    </message>
    <message>
        <location filename="../plugin/bridge/script_use_words.py"/>
        <source>Do without it: use dateFrom, date, dataPath or shId.</source>
        <translation>Kommen Sie ohne es aus: Verwenden Sie dateFrom, date, dataPath oder shId.</translation>
    </message>
    <message>
        <location filename="../plugin/bridge/script_use_words.py"/>
        <source>The script changes {name}, an internal field of the service; the request may fail or give wrong values.</source>
        <translation>Das Skript ändert {name}, ein internes Feld des Dienstes; die Anfrage kann fehlschlagen oder falsche Werte liefern.</translation>
    </message>
    <message>
        <location filename="../plugin/bridge/script_use_words.py"/>
        <source>Delete this statement.</source>
        <translation>Löschen Sie diese Anweisung.</translation>
    </message>
    <message>
        <location filename="../plugin/bridge/script_use_words.py"/>
        <source>The script changes {name} for one pixel, while all pixels share the same scenes.</source>
        <translation>Das Skript ändert {name} für ein Pixel, obwohl sich alle Pixel dieselben Szenen teilen.</translation>
    </message>
    <message>
        <location filename="../plugin/bridge/script_use_words.py"/>
        <source>Choose scenes in preProcessScenes(); elsewhere work on a copy, as scenes.orbits.slice().</source>
        <translation>Wählen Sie Szenen in preProcessScenes() aus; arbeiten Sie sonst mit einer Kopie, etwa scenes.orbits.slice().</translation>
    </message>
    <message>
        <location filename="../plugin/bridge/script_use_words.py"/>
        <source>{name}() changes the list of samples itself, so that it no longer fits the list of scenes.</source>
        <translation>{name}() ändert die Liste der Samples selbst, so dass sie nicht mehr zur Liste der Szenen passt.</translation>
    </message>
    <message>
        <location filename="../plugin/bridge/script_use_words.py"/>
        <source>Work on a copy, as samples.slice().{name}(…).</source>
        <translation>Arbeiten Sie mit einer Kopie, etwa samples.slice().{name}(…).</translation>
    </message>
    <message>
        <location filename="../plugin/bridge/script_use_words.py"/>
        <source>The script changes {name} of a sample, so that later lines no longer see what was measured.</source>
        <translation>Das Skript ändert {name} eines Samples, so dass spätere Zeilen nicht mehr sehen, was gemessen wurde.</translation>
    </message>
    <message>
        <location filename="../plugin/bridge/script_use_words.py"/>
        <source>Put the new value into a variable of its own.</source>
        <translation>Legen Sie den neuen Wert in einer eigenen Variablen ab.</translation>
    </message>
    <message>
        <location filename="../plugin/bridge/script_use_words.py"/>
        <source>Dates ({property}) are compared as texts, letter by letter.</source>
        <translation>Datumsangaben ({property}) werden als Text verglichen, Buchstabe für Buchstabe.</translation>
    </message>
    <message>
        <location filename="../plugin/bridge/script_use_words.py"/>
        <source>Compare new Date(…) with new Date(…), which works for every way of writing a date.</source>
        <translation>Vergleichen Sie new Date(…) mit new Date(…); das funktioniert bei jeder Schreibweise eines Datums.</translation>
    </message>
    <message>
        <location filename="../plugin/bridge/script_use_words.py"/>
        <source>The condition sets a value with = instead of comparing.</source>
        <translation>Die Bedingung setzt mit = einen Wert, statt zu vergleichen.</translation>
    </message>
    <message>
        <location filename="../plugin/bridge/script_use_words.py"/>
        <source>Write === to compare.</source>
        <translation>Schreiben Sie ===, um zu vergleichen.</translation>
    </message>
    <message>
        <location filename="../plugin/bridge/script_use_words.py"/>
        <source>A comparison with NaN by {operator} always has the same answer, since NaN does not equal itself.</source>
        <translation>Ein Vergleich mit NaN durch {operator} ergibt immer dasselbe, denn NaN ist sich selbst nicht gleich.</translation>
    </message>
    <message>
        <location filename="../plugin/bridge/script_use_words.py"/>
        <source>Write isNaN(value) instead.</source>
        <translation>Schreiben Sie stattdessen isNaN(value).</translation>
    </message>
    <message>
        <location filename="../plugin/bridge/script_use_words.py"/>
        <source>The loop goes one step too far: the last item of {array} has the number {array}.length - 1.</source>
        <translation>Die Schleife geht einen Schritt zu weit: Der letzte Eintrag von {array} hat die Nummer {array}.length - 1.</translation>
    </message>
    <message>
        <location filename="../plugin/bridge/script_use_words.py"/>
        <source>Write &lt; instead of &lt;=.</source>
        <translation>Schreiben Sie &lt; statt &lt;=.</translation>
    </message>
    <message>
        <location filename="../plugin/bridge/script_use_words.py"/>
        <source>{owner} has nothing called {name}.</source>
        <translation>{owner} hat nichts mit dem Namen {name}.</translation>
    </message>
    <message>
        <location filename="../plugin/bridge/script_use_words.py"/>
        <source>Write {owner}.{suggestion}; capital and small letters count.</source>
        <translation>Schreiben Sie {owner}.{suggestion}; Groß- und Kleinschreibung werden unterschieden.</translation>
    </message>
    <message>
        <location filename="../plugin/bridge/script_use_words.py"/>
        <source>The name {name} is used but never given a value; the script stops there when it gets to it.</source>
        <translation>Der Name {name} wird verwendet, erhält aber nirgends einen Wert; das Skript bricht dort ab, sobald es diese Stelle erreicht.</translation>
    </message>
    <message>
        <location filename="../plugin/bridge/script_use_words.py"/>
        <source>{did_you_mean}Declare it before, as let {name} = …; a band is read as sample.{name}.</source>
        <translation>{did_you_mean}Deklarieren Sie ihn vorher, etwa mit let {name} = …; ein Kanal wird als sample.{name} gelesen.</translation>
    </message>
    <message>
        <location filename="../plugin/bridge/script_use_words.py"/>
        <source>Values of the output {id} (band {bands}) reach {highest}, and {type} ends at {limit}: they are cut.</source>
        <translation>Werte der Ausgabe {id} (Kanal {bands}) reichen bis {highest}, und {type} endet bei {limit}: Sie werden abgeschnitten.</translation>
    </message>
    <message>
        <location filename="../plugin/bridge/script_use_words.py"/>
        <source>Choose a larger sampleType, such as UINT16 or FLOAT32, or return smaller numbers.</source>
        <translation>Wählen Sie einen größeren sampleType, etwa UINT16 oder FLOAT32, oder geben Sie kleinere Zahlen zurück.</translation>
    </message>
    <message>
        <location filename="../plugin/bridge/script_use_words.py"/>
        <source>A few values of the output {id} (band {bands}) reach {highest}; {type} ends at {limit}.</source>
        <translation>Einige wenige Werte der Ausgabe {id} (Kanal {bands}) reichen bis {highest}; {type} endet bei {limit}.</translation>
    </message>
    <message>
        <location filename="../plugin/bridge/script_use_words.py"/>
        <source>That is harmless for very bright pixels of a picture; otherwise choose a larger sampleType.</source>
        <translation>Bei sehr hellen Pixeln eines Bildes ist das harmlos; wählen Sie sonst einen größeren sampleType.</translation>
    </message>
    <message>
        <location filename="../plugin/bridge/script_use_words.py"/>
        <source>Values of the output {id} (band {bands}) go down to {lowest}, and {type} begins at {limit}: they are cut.</source>
        <translation>Werte der Ausgabe {id} (Kanal {bands}) gehen hinab bis {lowest}, und {type} beginnt bei {limit}: Sie werden abgeschnitten.</translation>
    </message>
    <message>
        <location filename="../plugin/bridge/script_use_words.py"/>
        <source>Choose INT16 or FLOAT32, or add a number to all values.</source>
        <translation>Wählen Sie INT16 oder FLOAT32 oder addieren Sie zu allen Werten eine Zahl.</translation>
    </message>
    <message>
        <location filename="../plugin/bridge/script_use_words.py"/>
        <source>The output {id} gets fractions between -1 and 1, and {type} has whole numbers only: all become -1, 0 or 1.</source>
        <translation>Die Ausgabe {id} erhält Bruchzahlen zwischen -1 und 1, und {type} kennt nur ganze Zahlen: Alle werden zu -1, 0 oder 1.</translation>
    </message>
    <message>
        <location filename="../plugin/bridge/script_use_words.py"/>
        <source>Choose sampleType FLOAT32, multiply the values (by 10000 for reflectance), or read the bands in DN.</source>
        <translation>Wählen Sie sampleType FLOAT32, multiplizieren Sie die Werte (bei Reflexionsgraden mit 10000) oder lesen Sie die Kanäle in DN.</translation>
    </message>
    <message>
        <location filename="../plugin/bridge/script_use_words.py"/>
        <source>Without sampleType, values from 0 to 1 are stretched to 0 to 255, but those of the output {id} (band {bands}) go from {lowest} to {highest}: almost all become 255.</source>
        <translation>Ohne sampleType werden Werte von 0 bis 1 auf 0 bis 255 gestreckt, aber die der Ausgabe {id} (Kanal {bands}) reichen von {lowest} bis {highest}: Fast alle werden zu 255.</translation>
    </message>
    <message>
        <location filename="../plugin/bridge/script_use_words.py"/>
        <source>Give a sampleType such as UINT16 or FLOAT32, or return values from 0 to 1.</source>
        <translation>Geben Sie einen sampleType wie UINT16 oder FLOAT32 an oder geben Sie Werte von 0 bis 1 zurück.</translation>
    </message>
    <message>
        <location filename="../plugin/bridge/script_use_words.py"/>
        <source>Without sampleType, negative values become 0; those of the output {id} (band {bands}) reach {lowest}.</source>
        <translation>Ohne sampleType werden negative Werte zu 0; die der Ausgabe {id} (Kanal {bands}) reichen bis {lowest}.</translation>
    </message>
    <message>
        <location filename="../plugin/bridge/script_use_words.py"/>
        <source>Give sampleType FLOAT32 to keep them; for a picture that may be what you want.</source>
        <translation>Geben Sie sampleType FLOAT32 an, um sie zu behalten; für ein Bild kann es so gewollt sein.</translation>
    </message>
    <message>
        <location filename="../plugin/bridge/script_use_words.py"/>
        <source>Some values of the output {id} are no numbers (NaN or infinite), which {type} cannot hold.</source>
        <translation>Einige Werte der Ausgabe {id} sind keine Zahlen (NaN oder unendlich); {type} kann sie nicht aufnehmen.</translation>
    </message>
    <message>
        <location filename="../plugin/bridge/script_use_words.py"/>
        <source>Look for a division by zero, a band that is not declared, or an average of nothing, and test for it.</source>
        <translation>Suchen Sie nach einer Division durch null, einem nicht deklarierten Kanal oder einem Mittelwert aus nichts, und prüfen Sie im Skript darauf.</translation>
    </message>
    <message>
        <location filename="../plugin/bridge/script_use_words.py"/>
        <source>Where there is no data, values of the output {id} are no numbers (0 divided by 0); {type} cannot hold them.</source>
        <translation>Wo es keine Daten gibt, sind Werte der Ausgabe {id} keine Zahlen (0 geteilt durch 0); {type} kann sie nicht aufnehmen.</translation>
    </message>
    <message>
        <location filename="../plugin/bridge/script_use_words.py"/>
        <source>Read dataMask too, and return a number of your choice where it is 0.</source>
        <translation>Lesen Sie auch dataMask und geben Sie dort, wo es 0 ist, eine Zahl Ihrer Wahl zurück.</translation>
    </message>
    <message>
        <location filename="../plugin/bridge/script_use_words.py"/>
        <source>The output {id} seems to have transparency, but the script does not read dataMask.</source>
        <translation>Die Ausgabe {id} scheint Transparenz zu haben, aber das Skript liest dataMask nicht.</translation>
    </message>
    <message>
        <location filename="../plugin/bridge/script_use_words.py"/>
        <source>Add dataMask to the bands and return sample.dataMask as the last value.</source>
        <translation>Fügen Sie dataMask den Kanälen hinzu und geben Sie sample.dataMask als letzten Wert zurück.</translation>
    </message>
    <message>
        <location filename="../plugin/bridge/script_use_words.py"/>
        <source>OGC services answer only the output called default, and the script has none; {id} cannot be reached.</source>
        <translation>OGC-Dienste liefern nur die Ausgabe namens default, und das Skript hat keine solche; {id} ist nicht erreichbar.</translation>
    </message>
    <message>
        <location filename="../plugin/bridge/script_use_words.py"/>
        <source>Delete id: "{id}" from the output, or rename it to "default" in the whole script.</source>
        <translation>Löschen Sie id: "{id}" aus der Ausgabe oder benennen Sie sie im ganzen Skript in "default" um.</translation>
    </message>
    <message>
        <location filename="../plugin/bridge/script_use_words.py"/>
        <source>OGC services answer only the output default; {ids} cannot be reached this way.</source>
        <translation>OGC-Dienste liefern nur die Ausgabe default; {ids} sind auf diesem Weg nicht erreichbar.</translation>
    </message>
    <message>
        <location filename="../plugin/bridge/script_use_words.py"/>
        <source>Run the script here, use the Process API, or make a script of its own for each output.</source>
        <translation>Führen Sie das Skript hier aus, verwenden Sie die Process API oder schreiben Sie für jede Ausgabe ein eigenes Skript.</translation>
    </message>
    <message>
        <location filename="../plugin/bridge/script_use_words.py"/>
        <source>OGC services answer an image only; what is put into userData cannot be reached this way.</source>
        <translation>OGC-Dienste liefern nur ein Bild; was in userData abgelegt wird, ist auf diesem Weg nicht erreichbar.</translation>
    </message>
    <message>
        <location filename="../plugin/bridge/script_use_words.py"/>
        <source>Run the script here, or use the Process API with an output userdata.</source>
        <translation>Führen Sie das Skript hier aus oder verwenden Sie die Process API mit einer Ausgabe userdata.</translation>
    </message>
    <message>
        <location filename="../plugin/bridge/script_use_words.py"/>
        <source>The output has {bands} bands. The service documents no limit; Timestack asks for at most {limit} at once.</source>
        <translation>Die Ausgabe hat {bands} Kanäle. Der Dienst nennt keine Grenze; Timestack fordert höchstens {limit} auf einmal an.</translation>
    </message>
    <message>
        <location filename="../plugin/bridge/script_use_words.py"/>
        <source>Read fewer bands or scenes with one script, and use a TIFF: PNG and JPEG have 1 or 3 bands.</source>
        <translation>Lesen Sie mit einem Skript weniger Kanäle oder Szenen und verwenden Sie TIFF: PNG und JPEG haben 1 oder 3 Kanäle.</translation>
    </message>
    <message>
        <location filename="../plugin/bridge/script_use_words.py"/>
        <source>An OGC service takes the script as part of the address, which would be {bytes} characters long; more than {limit} are risky.</source>
        <translation>Ein OGC-Dienst nimmt das Skript als Teil der Adresse an; diese wäre {bytes} Zeichen lang, und mehr als {limit} sind riskant.</translation>
    </message>
    <message>
        <location filename="../plugin/bridge/script_use_words.py"/>
        <source>Shorten the script and its comments, or use the Process API.</source>
        <translation>Kürzen Sie das Skript und seine Kommentare oder verwenden Sie die Process API.</translation>
    </message>
    <message>
        <location filename="../plugin/bridge/script_use_words.py"/>
        <source>The service can run this, but Timestack could not try it out: {message}.</source>
        <translation>Der Dienst kann dies ausführen, aber Timestack konnte es nicht ausprobieren: {message}.</translation>
    </message>
    <message>
        <location filename="../plugin/bridge/script_use_words.py"/>
        <source>For a local run write it in another way, or install QtQml (Debian: python3-pyqt5.qtquick).</source>
        <translation>Schreiben Sie es für einen lokalen Lauf anders oder installieren Sie QtQml (Debian: python3-pyqt5.qtquick).</translation>
    </message>
    <message>
        <location filename="../plugin/bridge/script_words.py"/>
        <source>There is no script.</source>
        <translation>Es gibt kein Skript.</translation>
    </message>
    <message>
        <location filename="../plugin/bridge/script_words.py"/>
        <source>Write or paste an evalscript, or give the path of a .js file.</source>
        <translation>Schreiben Sie ein Evalscript, fügen Sie eines ein oder geben Sie den Pfad einer .js-Datei an.</translation>
    </message>
    <message>
        <location filename="../plugin/bridge/script_words.py"/>
        <source>The script does not say which version of the language it is written in.</source>
        <translation>Das Skript gibt nicht an, in welcher Version der Sprache es geschrieben ist.</translation>
    </message>
    <message>
        <location filename="../plugin/bridge/script_words.py"/>
        <source>Write //VERSION=3 as the very first line.</source>
        <translation>Schreiben Sie //VERSION=3 als allererste Zeile.</translation>
    </message>
    <message>
        <location filename="../plugin/bridge/script_words.py"/>
        <source>The line with the version ({found}) is not the first one.</source>
        <translation>Die Zeile mit der Version ({found}) ist nicht die erste.</translation>
    </message>
    <message>
        <location filename="../plugin/bridge/script_words.py"/>
        <source>Move it to the very first line and write it as //VERSION=3, with nothing before it.</source>
        <translation>Verschieben Sie sie in die allererste Zeile und schreiben Sie sie als //VERSION=3, ohne etwas davor.</translation>
    </message>
    <message>
        <location filename="../plugin/bridge/script_words.py"/>
        <source>The script is marked as version {version}; only version 3 works in all places.</source>
        <translation>Das Skript ist als Version {version} gekennzeichnet; nur Version 3 funktioniert überall.</translation>
    </message>
    <message>
        <location filename="../plugin/bridge/script_words.py"/>
        <source>Convert it: let setup() return input and output, read bands as sample.B04, then write //VERSION=3.</source>
        <translation>Stellen Sie es um: Lassen Sie setup() input und output zurückgeben, lesen Sie Kanäle als sample.B04 und schreiben Sie dann //VERSION=3.</translation>
    </message>
    <message>
        <location filename="../plugin/bridge/script_words.py"/>
        <source>This is a script of an older version of the language.</source>
        <translation>Dies ist ein Skript in einer älteren Version der Sprache.</translation>
    </message>
    <message>
        <location filename="../plugin/bridge/script_words.py"/>
        <source>Replace its setup() by the lines below, and read the bands as sample.B04 instead of samples[0].B04 (with ORBIT or TILE, samples is a list as before).
{conversion}</source>
        <translation>Ersetzen Sie sein setup() durch die folgenden Zeilen und lesen Sie die Kanäle als sample.B04 statt als samples[0].B04 (bei ORBIT oder TILE ist samples wie bisher eine Liste).
{conversion}</translation>
    </message>
    <message>
        <location filename="../plugin/bridge/script_words.py"/>
        <source>The character {character} has no meaning here.</source>
        <translation>Das Zeichen {character} hat hier keine Bedeutung.</translation>
    </message>
    <message>
        <location filename="../plugin/bridge/script_words.py"/>
        <source>Delete it, or put it between quotes if it belongs to a text.</source>
        <translation>Löschen Sie es oder setzen Sie es in Anführungszeichen, wenn es zu einem Text gehört.</translation>
    </message>
    <message>
        <location filename="../plugin/bridge/script_words.py"/>
        <source>The quotation mark {character} is a typographic one, as word processors make them.</source>
        <translation>Das Anführungszeichen {character} ist ein typografisches, wie Textverarbeitungen es erzeugen.</translation>
    </message>
    <message>
        <location filename="../plugin/bridge/script_words.py"/>
        <source>Replace it, and its partner, by the plain marks " or '.</source>
        <translation>Ersetzen Sie es und sein Gegenstück durch die einfachen Zeichen " oder '.</translation>
    </message>
    <message>
        <location filename="../plugin/bridge/script_words.py"/>
        <source>A text begins here with a quotation mark and does not end on this line.</source>
        <translation>Hier beginnt ein Text mit einem Anführungszeichen und endet nicht in dieser Zeile.</translation>
    </message>
    <message>
        <location filename="../plugin/bridge/script_words.py"/>
        <source>Put the same quotation mark at its end.</source>
        <translation>Setzen Sie dasselbe Anführungszeichen an sein Ende.</translation>
    </message>
    <message>
        <location filename="../plugin/bridge/script_words.py"/>
        <source>A comment begins here with /* and never ends.</source>
        <translation>Hier beginnt ein Kommentar mit /* und endet nirgends.</translation>
    </message>
    <message>
        <location filename="../plugin/bridge/script_words.py"/>
        <source>Put */ where the comment ends.</source>
        <translation>Setzen Sie */ dorthin, wo der Kommentar endet.</translation>
    </message>
    <message>
        <location filename="../plugin/bridge/script_words.py"/>
        <source>A search pattern begins here with / and does not end on this line.</source>
        <translation>Hier beginnt ein Suchmuster mit / und endet nicht in dieser Zeile.</translation>
    </message>
    <message>
        <location filename="../plugin/bridge/script_words.py"/>
        <source>Put / at its end. If you want to divide, there is no number or name before the /.</source>
        <translation>Setzen Sie / an sein Ende. Falls Sie teilen möchten: Vor dem / steht weder eine Zahl noch ein Name.</translation>
    </message>
    <message>
        <location filename="../plugin/bridge/script_words.py"/>
        <source>The bracket {bracket} that is opened here is never closed.</source>
        <translation>Die Klammer {bracket}, die hier geöffnet wird, wird nirgends geschlossen.</translation>
    </message>
    <message>
        <location filename="../plugin/bridge/script_words.py"/>
        <source>Put {closing} where the part that begins here ends.</source>
        <translation>Setzen Sie {closing} dorthin, wo der hier beginnende Teil endet.</translation>
    </message>
    <message>
        <location filename="../plugin/bridge/script_words.py"/>
        <source>The bracket {bracket} closes nothing: no bracket is open here.</source>
        <translation>Die Klammer {bracket} schließt nichts: Hier ist keine Klammer offen.</translation>
    </message>
    <message>
        <location filename="../plugin/bridge/script_words.py"/>
        <source>Delete it, or look above for a bracket that was closed too early.</source>
        <translation>Löschen Sie sie oder suchen Sie weiter oben nach einer Klammer, die zu früh geschlossen wurde.</translation>
    </message>
    <message>
        <location filename="../plugin/bridge/script_words.py"/>
        <source>Here {closing} stands, but the bracket opened last is the {bracket} of line {opened_line}.</source>
        <translation>Hier steht {closing}, aber die zuletzt geöffnete Klammer ist {bracket} aus Zeile {opened_line}.</translation>
    </message>
    <message>
        <location filename="../plugin/bridge/script_words.py"/>
        <source>Close that one with {expected} first.</source>
        <translation>Schließen Sie zuerst diese mit {expected}.</translation>
    </message>
    <message>
        <location filename="../plugin/bridge/script_words.py"/>
        <source>A comma is missing before {before}.</source>
        <translation>Vor {before} fehlt ein Komma.</translation>
    </message>
    <message>
        <location filename="../plugin/bridge/script_words.py"/>
        <source>Separate the items of a list, and the parts between {{ and }}, by commas.</source>
        <translation>Trennen Sie die Einträge einer Liste und die Teile zwischen {{ und }} durch Kommas.</translation>
    </message>
    <message>
        <location filename="../plugin/bridge/script_words.py"/>
        <source>A colon is missing before {before}.</source>
        <translation>Vor {before} fehlt ein Doppelpunkt.</translation>
    </message>
    <message>
        <location filename="../plugin/bridge/script_words.py"/>
        <source>Between {{ and }}, write every part as name: value.</source>
        <translation>Schreiben Sie zwischen {{ und }} jeden Teil als Name: Wert.</translation>
    </message>
    <message>
        <location filename="../plugin/bridge/script_words.py"/>
        <source>A short function lacks its arrow.</source>
        <translation>Einer Kurzfunktion fehlt ihr Pfeil.</translation>
    </message>
    <message>
        <location filename="../plugin/bridge/script_words.py"/>
        <source>Write =&gt; before the {{, as in samples.map(sample =&gt; {{ … }}).</source>
        <translation>Schreiben Sie =&gt; vor die {{, wie in samples.map(sample =&gt; {{ … }}).</translation>
    </message>
    <message>
        <location filename="../plugin/bridge/script_words.py"/>
        <source>The condition after {word} is not in parentheses.</source>
        <translation>Die Bedingung nach {word} steht nicht in runden Klammern.</translation>
    </message>
    <message>
        <location filename="../plugin/bridge/script_words.py"/>
        <source>Write it as {word} (condition).</source>
        <translation>Schreiben Sie sie als {word} (Bedingung).</translation>
    </message>
    <message>
        <location filename="../plugin/bridge/script_words.py"/>
        <source>{word} belongs to another language than JavaScript.</source>
        <translation>{word} gehört zu einer anderen Sprache als JavaScript.</translation>
    </message>
    <message>
        <location filename="../plugin/bridge/script_words.py"/>
        <source>Write {replacement} instead.</source>
        <translation>Schreiben Sie stattdessen {replacement}.</translation>
    </message>
    <message>
        <location filename="../plugin/bridge/script_words.py"/>
        <source>{word} is not a word of JavaScript.</source>
        <translation>{word} ist kein Wort von JavaScript.</translation>
    </message>
    <message>
        <location filename="../plugin/bridge/script_words.py"/>
        <source>An evalscript is alone: {word} does not work in it.</source>
        <translation>Ein Evalscript steht für sich allein: {word} funktioniert darin nicht.</translation>
    </message>
    <message>
        <location filename="../plugin/bridge/script_words.py"/>
        <source>Copy what you need into the script and delete this line.</source>
        <translation>Kopieren Sie, was Sie brauchen, in das Skript und löschen Sie diese Zeile.</translation>
    </message>
    <message>
        <location filename="../plugin/bridge/script_words.py"/>
        <source>Left of the = stands something that cannot take a value.</source>
        <translation>Links vom = steht etwas, das keinen Wert annehmen kann.</translation>
    </message>
    <message>
        <location filename="../plugin/bridge/script_words.py"/>
        <source>Put a name there; to compare two values, write === instead of =.</source>
        <translation>Setzen Sie dort einen Namen ein; um zwei Werte zu vergleichen, schreiben Sie === statt =.</translation>
    </message>
    <message>
        <location filename="../plugin/bridge/script_words.py"/>
        <source>return stands alone on its line, so it returns nothing; what follows on the next line is not reached.</source>
        <translation>return steht allein in seiner Zeile und gibt deshalb nichts zurück; was in der nächsten Zeile folgt, wird nicht erreicht.</translation>
    </message>
    <message>
        <location filename="../plugin/bridge/script_words.py"/>
        <source>Put the {{, the [ or the value on the same line as return.</source>
        <translation>Setzen Sie die {{, die [ oder den Wert in dieselbe Zeile wie return.</translation>
    </message>
    <message>
        <location filename="../plugin/bridge/script_words.py"/>
        <source>{word} is no comparison.</source>
        <translation>{word} ist kein Vergleich.</translation>
    </message>
    <message>
        <location filename="../plugin/bridge/script_words.py"/>
        <source>The opening {{ is missing before {before}.</source>
        <translation>Vor {before} fehlt die öffnende {{.</translation>
    </message>
    <message>
        <location filename="../plugin/bridge/script_words.py"/>
        <source>Put what a function does between {{ and }}.</source>
        <translation>Setzen Sie das, was eine Funktion tut, zwischen {{ und }}.</translation>
    </message>
    <message>
        <location filename="../plugin/bridge/script_words.py"/>
        <source>The script cannot be read from here on: {message}.</source>
        <translation>Das Skript lässt sich ab hier nicht lesen: {message}.</translation>
    </message>
    <message>
        <location filename="../plugin/bridge/script_words.py"/>
        <source>Look at this line and at the end of the one before for a missing or superfluous sign.</source>
        <translation>Suchen Sie in dieser Zeile und am Ende der vorigen nach einem fehlenden oder überflüssigen Zeichen.</translation>
    </message>
    <message>
        <location filename="../plugin/bridge/script_words.py"/>
        <source>The script has no function setup(), which tells the bands to read and the outputs.</source>
        <translation>Das Skript hat keine Funktion setup(), die angibt, welche Kanäle zu lesen sind und welche Ausgaben es gibt.</translation>
    </message>
    <message>
        <location filename="../plugin/bridge/script_words.py"/>
        <source>Add function setup() {{ return {{ input: ["B04"], output: {{ bands: 1 }} }}; }}.</source>
        <translation>Fügen Sie function setup() {{ return {{ input: ["B04"], output: {{ bands: 1 }} }}; }} hinzu.</translation>
    </message>
    <message>
        <location filename="../plugin/bridge/script_words.py"/>
        <source>The script has no function evaluatePixel(), which computes the values of a pixel.</source>
        <translation>Das Skript hat keine Funktion evaluatePixel(), die die Werte eines Pixels berechnet.</translation>
    </message>
    <message>
        <location filename="../plugin/bridge/script_words.py"/>
        <source>Add function evaluatePixel(sample) {{ return [sample.B04]; }}.</source>
        <translation>Fügen Sie function evaluatePixel(sample) {{ return [sample.B04]; }} hinzu.</translation>
    </message>
    <message>
        <location filename="../plugin/bridge/script_words.py"/>
        <source>The service calls a function {suggestion}, and the script only has {name}.</source>
        <translation>Der Dienst ruft eine Funktion {suggestion} auf, das Skript hat aber nur {name}.</translation>
    </message>
    <message>
        <location filename="../plugin/bridge/script_words.py"/>
        <source>Rename it to {suggestion}; capital and small letters count.</source>
        <translation>Benennen Sie sie in {suggestion} um; Groß- und Kleinschreibung werden unterschieden.</translation>
    </message>
    <message>
        <location filename="../plugin/bridge/script_words.py"/>
        <source>The function {name} is never called, because that is not a name the service knows.</source>
        <translation>Die Funktion {name} wird nie aufgerufen, denn diesen Namen kennt der Dienst nicht.</translation>
    </message>
    <message>
        <location filename="../plugin/bridge/script_words.py"/>
        <source>setup() returns nothing.</source>
        <translation>setup() gibt nichts zurück.</translation>
    </message>
    <message>
        <location filename="../plugin/bridge/script_words.py"/>
        <source>Let it end with return {{ input: […], output: {{ bands: 1 }} }}; the {{ must stand on the same line as return.</source>
        <translation>Lassen Sie es mit return {{ input: […], output: {{ bands: 1 }} }}; enden; die {{ muss in derselben Zeile stehen wie return.</translation>
    </message>
    <message>
        <location filename="../plugin/bridge/script_words.py"/>
        <source>setup() returns {kind}, not a description of input and output.</source>
        <translation>setup() gibt {kind} zurück, keine Beschreibung von input und output.</translation>
    </message>
    <message>
        <location filename="../plugin/bridge/script_words.py"/>
        <source>Let it return {{ input: […], output: {{ bands: 1 }} }}.</source>
        <translation>Lassen Sie es {{ input: […], output: {{ bands: 1 }} }} zurückgeben.</translation>
    </message>
    <message>
        <location filename="../plugin/bridge/script_words.py"/>
        <source>What setup() returns has no {key}.</source>
        <translation>In dem, was setup() zurückgibt, fehlt {key}.</translation>
    </message>
    <message>
        <location filename="../plugin/bridge/script_words.py"/>
        <source>Add {key}: to it; both input and output are needed.</source>
        <translation>Fügen Sie {key}: hinzu; sowohl input als auch output sind nötig.</translation>
    </message>
    <message>
        <location filename="../plugin/bridge/script_words.py"/>
        <source>setup(), or what stands outside of the functions, fails: {message}.</source>
        <translation>setup() oder das, was außerhalb der Funktionen steht, schlägt fehl: {message}.</translation>
    </message>
    <message>
        <location filename="../plugin/bridge/script_words.py"/>
        <source>Correct this line; without setup() the service cannot do anything.</source>
        <translation>Berichtigen Sie diese Zeile; ohne setup() kann der Dienst nichts tun.</translation>
    </message>
    <message>
        <location filename="../plugin/bridge/script_words.py"/>
        <source>Nothing is called {key} here, so it has no effect.</source>
        <translation>Nichts heißt hier {key}; deshalb hat es keine Wirkung.</translation>
    </message>
    <message>
        <location filename="../plugin/bridge/script_words.py"/>
        <source>Write {suggestion}; capital and small letters count.</source>
        <translation>Schreiben Sie {suggestion}; Groß- und Kleinschreibung werden unterschieden.</translation>
    </message>
    <message>
        <location filename="../plugin/bridge/script_words.py"/>
        <source>{key} has no effect in this place.</source>
        <translation>{key} hat an dieser Stelle keine Wirkung.</translation>
    </message>
    <message>
        <location filename="../plugin/bridge/script_words.py"/>
        <source>Delete it, or move it to the part it belongs to: mosaicking stands beside input and output.</source>
        <translation>Löschen Sie es oder verschieben Sie es an die Stelle, zu der es gehört: mosaicking steht neben input und output.</translation>
    </message>
    <message>
        <location filename="../plugin/bridge/script_words.py"/>
        <source>There is no mosaicking {value}.</source>
        <translation>Ein mosaicking {value} gibt es nicht.</translation>
    </message>
    <message>
        <location filename="../plugin/bridge/script_words.py"/>
        <source>{did_you_mean}Choose one of {choices}.</source>
        <translation>{did_you_mean}Zur Auswahl stehen {choices}.</translation>
    </message>
    <message>
        <location filename="../plugin/bridge/script_words.py"/>
        <source>{collection} cannot be mosaicked as {value}.</source>
        <translation>{collection} lässt sich nicht als {value} mosaikieren.</translation>
    </message>
    <message>
        <location filename="../plugin/bridge/script_words.py"/>
        <source>Choose one of {choices}.</source>
        <translation>Zur Auswahl stehen {choices}.</translation>
    </message>
    <message>
        <location filename="../plugin/bridge/script_words.py"/>
        <source>There is no sampleType {value}.</source>
        <translation>Einen sampleType {value} gibt es nicht.</translation>
    </message>
    <message>
        <location filename="../plugin/bridge/script_words.py"/>
        <source>The input is neither a list of bands nor a list of descriptions with bands.</source>
        <translation>input ist weder eine Liste von Kanälen noch eine Liste von Beschreibungen mit Kanälen.</translation>
    </message>
    <message>
        <location filename="../plugin/bridge/script_words.py"/>
        <source>Write input: ["B04", "B08"].</source>
        <translation>Schreiben Sie input: ["B04", "B08"].</translation>
    </message>
    <message>
        <location filename="../plugin/bridge/script_words.py"/>
        <source>An input does not say which bands it reads.</source>
        <translation>Ein Eintrag von input gibt nicht an, welche Kanäle er liest.</translation>
    </message>
    <message>
        <location filename="../plugin/bridge/script_words.py"/>
        <source>Add bands: ["B04", "B08"] to it.</source>
        <translation>Ergänzen Sie ihn um bands: ["B04", "B08"].</translation>
    </message>
    <message>
        <location filename="../plugin/bridge/script_words.py"/>
        <source>The bands of an input are not names in quotes.</source>
        <translation>Die Kanäle eines Eintrags von input sind keine Namen in Anführungszeichen.</translation>
    </message>
    <message>
        <location filename="../plugin/bridge/script_words.py"/>
        <source>Write them as ["B04", "B08"].</source>
        <translation>Schreiben Sie sie als ["B04", "B08"].</translation>
    </message>
    <message>
        <location filename="../plugin/bridge/script_words.py"/>
        <source>The band {band} stands without quotes.</source>
        <translation>Der Kanal {band} steht ohne Anführungszeichen.</translation>
    </message>
    <message>
        <location filename="../plugin/bridge/script_words.py"/>
        <source>Write it as "{band}".</source>
        <translation>Schreiben Sie ihn als "{band}".</translation>
    </message>
    <message>
        <location filename="../plugin/bridge/script_words.py"/>
        <source>There are {bands} bands but {units} units.</source>
        <translation>Es sind {bands} Kanäle angegeben, aber {units} Einheiten.</translation>
    </message>
    <message>
        <location filename="../plugin/bridge/script_words.py"/>
        <source>Give one unit for all bands, as units: "DN", or one for each band in the same order.</source>
        <translation>Geben Sie eine Einheit für alle Kanäle an, als units: "DN", oder je Kanal eine in derselben Reihenfolge.</translation>
    </message>
    <message>
        <location filename="../plugin/bridge/script_words.py"/>
        <source>Two inputs have the same name.</source>
        <translation>Zwei Einträge von input haben denselben Namen.</translation>
    </message>
    <message>
        <location filename="../plugin/bridge/script_words.py"/>
        <source>Give each its own datasource, as the request names it.</source>
        <translation>Geben Sie jedem seine eigene datasource, so wie die Anfrage sie nennt.</translation>
    </message>
    <message>
        <location filename="../plugin/bridge/script_words.py"/>
        <source>{collection} has no band {band}.</source>
        <translation>{collection} hat keinen Kanal {band}.</translation>
    </message>
    <message>
        <location filename="../plugin/bridge/script_words.py"/>
        <source>{did_you_mean}Its bands are {choices}.</source>
        <translation>{did_you_mean}Die Kanäle sind {choices}.</translation>
    </message>
    <message>
        <location filename="../plugin/bridge/script_words.py"/>
        <source>Band {band} cannot be asked for in {unit}.</source>
        <translation>Der Kanal {band} lässt sich nicht in {unit} anfordern.</translation>
    </message>
    <message>
        <location filename="../plugin/bridge/script_words.py"/>
        <source>Choose one of {choices}, or leave the units out.</source>
        <translation>Wählen Sie aus {choices} oder lassen Sie die Einheiten weg.</translation>
    </message>
    <message>
        <location filename="../plugin/bridge/script_words.py"/>
        <source>The output is no description of bands.</source>
        <translation>output ist keine Beschreibung von Kanälen.</translation>
    </message>
    <message>
        <location filename="../plugin/bridge/script_words.py"/>
        <source>Write output: {{ bands: 1 }}.</source>
        <translation>Schreiben Sie output: {{ bands: 1 }}.</translation>
    </message>
    <message>
        <location filename="../plugin/bridge/script_words.py"/>
        <source>The output {id} does not say how many bands it has.</source>
        <translation>Die Ausgabe {id} gibt nicht an, wie viele Kanäle sie hat.</translation>
    </message>
    <message>
        <location filename="../plugin/bridge/script_words.py"/>
        <source>Add bands: and the number of values that evaluatePixel() returns for it.</source>
        <translation>Ergänzen Sie bands: und die Anzahl der Werte, die evaluatePixel() dafür zurückgibt.</translation>
    </message>
    <message>
        <location filename="../plugin/bridge/script_words.py"/>
        <source>The output {id} has {value} as its number of bands.</source>
        <translation>Bei der Ausgabe {id} steht {value} als Anzahl der Kanäle.</translation>
    </message>
    <message>
        <location filename="../plugin/bridge/script_words.py"/>
        <source>Give a whole number such as bands: 3.</source>
        <translation>Geben Sie eine ganze Zahl an, etwa bands: 3.</translation>
    </message>
    <message>
        <location filename="../plugin/bridge/script_words.py"/>
        <source>The number of bands of the output {id} is a text in quotes.</source>
        <translation>Die Anzahl der Kanäle der Ausgabe {id} ist ein Text in Anführungszeichen.</translation>
    </message>
    <message>
        <location filename="../plugin/bridge/script_words.py"/>
        <source>Write it without quotes: bands: {value}.</source>
        <translation>Schreiben Sie sie ohne Anführungszeichen: bands: {value}.</translation>
    </message>
    <message>
        <location filename="../plugin/bridge/script_words.py"/>
        <source>The nodataValue of the output {id} is {value}, which is not a number.</source>
        <translation>Der nodataValue der Ausgabe {id} ist {value}, und das ist keine Zahl.</translation>
    </message>
    <message>
        <location filename="../plugin/bridge/script_words.py"/>
        <source>Give a number without quotes, or delete it.</source>
        <translation>Geben Sie eine Zahl ohne Anführungszeichen an oder löschen Sie ihn.</translation>
    </message>
    <message>
        <location filename="../plugin/bridge/script_words.py"/>
        <source>Two outputs are called {id}.</source>
        <translation>Zwei Ausgaben heißen {id}.</translation>
    </message>
    <message>
        <location filename="../plugin/bridge/script_words.py"/>
        <source>Give each output its own id.</source>
        <translation>Geben Sie jeder Ausgabe ihre eigene id.</translation>
    </message>
    <message>
        <location filename="../plugin/bridge/script_words.py"/>
        <source>The script never uses band {band}, and each band costs processing units.</source>
        <translation>Das Skript verwendet den Kanal {band} nie, und jeder Kanal kostet Verarbeitungseinheiten.</translation>
    </message>
    <message>
        <location filename="../plugin/bridge/script_words.py"/>
        <source>Delete it from the input.</source>
        <translation>Löschen Sie ihn aus input.</translation>
    </message>
    <message>
        <location filename="../plugin/bridge/script_words.py"/>
        <source>evaluatePixel() returns nothing, so there is no image.</source>
        <translation>evaluatePixel() gibt nichts zurück, daher entsteht kein Bild.</translation>
    </message>
    <message>
        <location filename="../plugin/bridge/script_words.py"/>
        <source>Let it end with return and a list of values, as return [sample.B04];</source>
        <translation>Lassen Sie die Funktion mit return und einer Liste von Werten enden, etwa return [sample.B04];</translation>
    </message>
    <message>
        <location filename="../plugin/bridge/script_words.py"/>
        <source>In some cases evaluatePixel() ends without returning a value.</source>
        <translation>In manchen Fällen endet evaluatePixel(), ohne einen Wert zurückzugeben.</translation>
    </message>
    <message>
        <location filename="../plugin/bridge/script_words.py"/>
        <source>Put a return with as many values as the output has bands at its end, for the cases that remain.</source>
        <translation>Setzen Sie für die übrigen Fälle an ihr Ende ein return mit so vielen Werten, wie die Ausgabe Kanäle hat.</translation>
    </message>
    <message>
        <location filename="../plugin/bridge/script_words.py"/>
        <source>The script stops here with an error when it is run: {message}.</source>
        <translation>Das Skript bricht beim Ausführen hier mit einem Fehler ab: {message}.</translation>
    </message>
    <message>
        <location filename="../plugin/bridge/script_words.py"/>
        <source>Look at the names and brackets of this line; it was tried on invented, plausible pixels.</source>
        <translation>Prüfen Sie die Namen und Klammern dieser Zeile; erprobt wurde sie an erfundenen, plausiblen Pixeln.</translation>
    </message>
    <message>
        <location filename="../plugin/bridge/script_words.py"/>
        <source>{name}() stops here with an error when it is run: {message}.</source>
        <translation>{name}() bricht beim Ausführen hier mit einem Fehler ab: {message}.</translation>
    </message>
    <message>
        <location filename="../plugin/bridge/script_words.py"/>
        <source>Look at the names of this line; it was tried on twelve invented scenes of a year.</source>
        <translation>Prüfen Sie die Namen dieser Zeile; erprobt wurde sie an zwölf erfundenen Szenen eines Jahres.</translation>
    </message>
    <message>
        <location filename="../plugin/bridge/script_words.py"/>
        <source>{name}() stops with an error when there is no scene in the time range: {message}.</source>
        <translation>{name}() bricht mit einem Fehler ab, wenn im Zeitraum keine Szene liegt: {message}.</translation>
    </message>
    <message>
        <location filename="../plugin/bridge/script_words.py"/>
        <source>Test the length of the list of scenes before you read from it.</source>
        <translation>Prüfen Sie die Länge der Szenenliste, bevor Sie daraus lesen.</translation>
    </message>
    <message>
        <location filename="../plugin/bridge/script_words.py"/>
        <source>Where there is no scene, {name} is an empty list, and the script stops with an error: {message}.</source>
        <translation>Wo es keine Szene gibt, ist {name} eine leere Liste, und das Skript bricht mit einem Fehler ab: {message}.</translation>
    </message>
    <message>
        <location filename="../plugin/bridge/script_words.py"/>
        <source>Put if ({name}.length === 0) return …; before this line, with a value for each band of the output.</source>
        <translation>Setzen Sie if ({name}.length === 0) return …; vor diese Zeile, mit einem Wert für jeden Kanal der Ausgabe.</translation>
    </message>
    <message>
        <location filename="../plugin/bridge/script_words.py"/>
        <source>With few scenes ({scenes}) the script stops with an error: {message}.</source>
        <translation>Bei wenigen Szenen ({scenes}) bricht das Skript mit einem Fehler ab: {message}.</translation>
    </message>
    <message>
        <location filename="../plugin/bridge/script_words.py"/>
        <source>Test samples.length before you read more samples than there may be.</source>
        <translation>Prüfen Sie samples.length, bevor Sie mehr Werte lesen, als es geben mag.</translation>
    </message>
    <message>
        <location filename="../plugin/bridge/script_words.py"/>
        <source>The script was still running after {seconds} s on a few pixels.</source>
        <translation>Das Skript lief nach {seconds} s auf wenigen Pixeln immer noch.</translation>
    </message>
    <message>
        <location filename="../plugin/bridge/script_words.py"/>
        <source>Look for a loop that never ends, or do less for each pixel; the service would stop it too.</source>
        <translation>Suchen Sie nach einer Schleife, die nie endet, oder rechnen Sie je Pixel weniger; auch der Dienst würde das Skript abbrechen.</translation>
    </message>
    <message>
        <location filename="../plugin/bridge/script_words.py"/>
        <source>The output {id} has {declared} bands, but evaluatePixel() returns {returned} values for it.</source>
        <translation>Die Ausgabe {id} hat {declared} Kanäle, aber evaluatePixel() gibt {returned} Werte dafür zurück.</translation>
    </message>
    <message>
        <location filename="../plugin/bridge/script_words.py"/>
        <source>Return {declared} values, or write bands: {returned} in setup().</source>
        <translation>Geben Sie {declared} Werte zurück oder schreiben Sie bands: {returned} in setup().</translation>
    </message>
    <message>
        <location filename="../plugin/bridge/script_words.py"/>
        <source>The output {id} has {declared} bands, but evaluatePixel() returns {returned} values; the rest is lost.</source>
        <translation>Die Ausgabe {id} hat {declared} Kanäle, aber evaluatePixel() gibt {returned} Werte zurück; der Rest geht verloren.</translation>
    </message>
    <message>
        <location filename="../plugin/bridge/script_words.py"/>
        <source>Write bands: {returned} in setup(), or return {declared} values.</source>
        <translation>Schreiben Sie bands: {returned} in setup() oder geben Sie {declared} Werte zurück.</translation>
    </message>
    <message>
        <location filename="../plugin/bridge/script_words.py"/>
        <source>The number of values for the output {id} depends on the number of scenes ({few} with {few_scenes}, {many} with {many_scenes}), but its bands are fixed to {declared}.</source>
        <translation>Die Anzahl der Werte für die Ausgabe {id} hängt von der Anzahl der Szenen ab ({few} bei {few_scenes}, {many} bei {many_scenes}), ihre Kanäle sind aber auf {declared} festgelegt.</translation>
    </message>
    <message>
        <location filename="../plugin/bridge/script_words.py"/>
        <source>Add function updateOutput(outputs, collection) {{ outputs.{id}.bands = collection.scenes.length; }}, times the values per scene.</source>
        <translation>Ergänzen Sie function updateOutput(outputs, collection) {{ outputs.{id}.bands = collection.scenes.length; }}, mal der Anzahl der Werte je Szene.</translation>
    </message>
    <message>
        <location filename="../plugin/bridge/script_words.py"/>
        <source>With {scenes} scenes, updateOutput() sets {declared} bands for the output {id}, but evaluatePixel() returns {returned} values.</source>
        <translation>Bei {scenes} Szenen setzt updateOutput() {declared} Kanäle für die Ausgabe {id}, aber evaluatePixel() gibt {returned} Werte zurück.</translation>
    </message>
    <message>
        <location filename="../plugin/bridge/script_words.py"/>
        <source>Make both numbers the same for every number of scenes.</source>
        <translation>Sorgen Sie dafür, dass beide Zahlen bei jeder Anzahl von Szenen gleich sind.</translation>
    </message>
    <message>
        <location filename="../plugin/bridge/script_words.py"/>
        <source>evaluatePixel() returns nothing for {ids}.</source>
        <translation>evaluatePixel() gibt nichts für {ids} zurück.</translation>
    </message>
    <message>
        <location filename="../plugin/bridge/script_words.py"/>
        <source>Return all outputs by name, as return {{ name: [value] }}, or delete them from setup().</source>
        <translation>Geben Sie alle Ausgaben mit Namen zurück, als return {{ name: [value] }}, oder löschen Sie sie aus setup().</translation>
    </message>
    <message>
        <location filename="../plugin/bridge/script_words.py"/>
        <source>evaluatePixel() returns {ids}, which setup() does not declare; that is lost.</source>
        <translation>evaluatePixel() gibt {ids} zurück, was in setup() nicht angegeben ist; das geht verloren.</translation>
    </message>
    <message>
        <location filename="../plugin/bridge/script_words.py"/>
        <source>Use the ids of setup() ({choices}), or add an output for it there.</source>
        <translation>Verwenden Sie die id-Werte aus setup() ({choices}) oder fügen Sie dort eine Ausgabe dafür hinzu.</translation>
    </message>
    <message>
        <location filename="../plugin/bridge/script_words.py"/>
        <source>{name}() returns nothing, so the service does not learn which scenes to keep.</source>
        <translation>{name}() gibt nichts zurück, daher erfährt der Dienst nicht, welche Szenen behalten werden sollen.</translation>
    </message>
    <message>
        <location filename="../plugin/bridge/script_words.py"/>
        <source>Let it end with return collections;</source>
        <translation>Lassen Sie die Funktion mit return collections; enden.</translation>
    </message>
    <message>
        <location filename="../plugin/bridge/script_words.py"/>
        <source>{name}() has no effect, because SIMPLE mosaicking has no scenes.</source>
        <translation>{name}() hat keine Wirkung, denn das mosaicking SIMPLE kennt keine Szenen.</translation>
    </message>
    <message>
        <location filename="../plugin/bridge/script_words.py"/>
        <source>Write mosaicking: "ORBIT" beside input and output if you want to choose scenes.</source>
        <translation>Schreiben Sie mosaicking: "ORBIT" neben input und output, wenn Sie Szenen auswählen wollen.</translation>
    </message>
    <message>
        <location filename="../plugin/bridge/script_words.py"/>
        <source>updateOutput() changes the output {id}, which setup() does not declare.</source>
        <translation>updateOutput() ändert die Ausgabe {id}, die in setup() nicht angegeben ist.</translation>
    </message>
    <message>
        <location filename="../plugin/bridge/script_words.py"/>
        <source>Use the id of setup(); an output without id is called default.</source>
        <translation>Verwenden Sie die id aus setup(); eine Ausgabe ohne id heißt default.</translation>
    </message>
    <message>
        <location filename="../plugin/bridge/stack_tool_words.py"/>
        <source>{value} is not possible; give a number from {low} to {high}.</source>
        <translation>{value} ist nicht möglich; geben Sie eine Zahl von {low} bis {high} an.</translation>
    </message>
    <message>
        <location filename="../plugin/bridge/stack_tool_words.py"/>
        <source>{value} cannot hold scaled values beside dates or marks; choose AUTO or FLOAT32.</source>
        <translation>{value} kann neben Daten oder Marken keine skalierten Werte aufnehmen; wählen Sie AUTO oder FLOAT32.</translation>
    </message>
    <message>
        <location filename="../plugin/bridge/stack_tool_words.py"/>
        <source>{value} needs a band for {lacking}, which the stack lacks; choose among {choices}.</source>
        <translation>{value} braucht ein Band für {lacking}, das dem Stapel fehlt; wählen Sie unter {choices}.</translation>
    </message>
    <message>
        <location filename="../plugin/bridge/stack_tool_words.py"/>
        <source>there are classes and bits; give only one of them.</source>
        <translation>es sind Klassen und Bits angegeben; geben Sie nur eines davon an.</translation>
    </message>
    <message>
        <location filename="../plugin/bridge/stack_tool_words.py"/>
        <source>no band tells clouds; name one, for example SCL, or write AUTO.</source>
        <translation>kein Band verrät Wolken; nennen Sie eines, zum Beispiel SCL, oder schreiben Sie AUTO.</translation>
    </message>
    <message>
        <location filename="../plugin/bridge/stack_tool_words.py"/>
        <source>nobody knows which values of {band} are clouds; give CLASSES or BITS, or name one of {choices}.</source>
        <translation>niemand weiß, welche Werte von {band} Wolken sind; geben Sie CLASSES oder BITS an, oder nennen Sie eines von {choices}.</translation>
    </message>
    <message>
        <location filename="../plugin/bridge/stack_tool_words.py"/>
        <source>none of the bands {choices} is a known mask; name the band and give CLASSES or BITS.</source>
        <translation>keines der Bänder {choices} ist eine bekannte Maske; nennen Sie das Band und geben Sie CLASSES oder BITS an.</translation>
    </message>
    <message>
        <location filename="../plugin/bridge/stack_tool_words.py"/>
        <source>its pixels are not those of INPUT; warp it onto the same grid first.</source>
        <translation>seine Pixel sind nicht die von INPUT; bringen Sie ihn zuerst auf dasselbe Gitter.</translation>
    </message>
    <message>
        <location filename="../plugin/bridge/stack_tool_words.py"/>
        <source>it lacks {count} dates of INPUT, the first of them {value}; give a mask for each.</source>
        <translation>ihm fehlen {count} Zeitpunkte von INPUT, der erste davon {value}; geben Sie für jeden eine Maske an.</translation>
    </message>
    <message>
        <location filename="../plugin/bridge/stack_tool_words.py"/>
        <source>{value} cannot be read ({reason}); choose another stack.</source>
        <translation>{value} kann nicht gelesen werden ({reason}); wählen Sie einen anderen Stapel.</translation>
    </message>
    <message>
        <location filename="../plugin/bridge/stack_tool_words.py"/>
        <source>the stack does not tell how cloudy its dates are; give MASK_BAND, or choose another method.</source>
        <translation>der Stapel sagt nicht, wie bewölkt seine Zeitpunkte sind; geben Sie MASK_BAND an oder wählen Sie eine andere Methode.</translation>
    </message>
    <message>
        <location filename="../plugin/bridge/stack_tool_words.py"/>
        <source>'{value}' is no period; give month, 10 days, season, year, all, or a number of days.</source>
        <translation>'{value}' ist kein Zeitraum; geben Sie month, 10 days, season, year, all oder eine Anzahl von Tagen an.</translation>
    </message>
    <message>
        <location filename="../plugin/bridge/stack_tool_words.py"/>
        <source>the stack has one date only, and this needs at least two; choose another stack.</source>
        <translation>der Stapel hat nur einen Zeitpunkt, gebraucht werden mindestens zwei; wählen Sie einen anderen Stapel.</translation>
    </message>
    <message>
        <location filename="../plugin/bridge/stack_tool_words.py"/>
        <source>a season needs three dates at least; choose another stack.</source>
        <translation>eine Saison braucht mindestens drei Zeitpunkte; wählen Sie einen anderen Stapel.</translation>
    </message>
    <message>
        <location filename="../plugin/bridge/stack_tool_words.py"/>
        <source>{value} days give more than {limit} steps; give a longer step.</source>
        <translation>{value} Tage ergeben mehr als {limit} Schritte; geben Sie einen längeren Schritt an.</translation>
    </message>
    <message>
        <location filename="../plugin/bridge/stack_tool_words.py"/>
        <source>{value} holds no day; give a START before the END.</source>
        <translation>{value} enthält keinen Tag; geben Sie einen START vor dem END an.</translation>
    </message>
    <message>
        <location filename="../plugin/bridge/stack_tool_words.py"/>
        <source>{value} observations do not fit; give an odd number above the degree {degree}.</source>
        <translation>{value} Beobachtungen passen nicht; geben Sie eine ungerade Zahl über dem Grad {degree} an.</translation>
    </message>
    <message>
        <location filename="../plugin/bridge/stack_tool_words.py"/>
        <source>{count} values do not fit into {sample_type} and became nodata.</source>
        <translation>{count} Werte passen nicht in {sample_type} und wurden zu NoData.</translation>
    </message>
    <message>
        <location filename="../plugin/bridge/table_words.py"/>
        <source>there is no point in it; choose another layer or selection.</source>
        <translation>es ist kein Punkt darin; wählen Sie einen anderen Layer oder eine andere Auswahl.</translation>
    </message>
    <message>
        <location filename="../plugin/bridge/table_words.py"/>
        <source>there is no polygon in it; choose another layer or selection.</source>
        <translation>es ist kein Polygon darin; wählen Sie einen anderen Layer oder eine andere Auswahl.</translation>
    </message>
    <message>
        <location filename="../plugin/bridge/table_words.py"/>
        <source>there is no raster in it; choose files, layers, or a folder with rasters.</source>
        <translation>es ist kein Raster darin; wählen Sie Dateien, Layer oder einen Ordner mit Rastern.</translation>
    </message>
    <message>
        <location filename="../plugin/bridge/table_words.py"/>
        <source>its rasters are in folders within it; switch RECURSIVE on, or choose one of these.</source>
        <translation>die Raster liegen in Unterordnern; schalten Sie RECURSIVE ein, oder wählen Sie einen davon.</translation>
    </message>
    <message>
        <location filename="../plugin/bridge/table_words.py"/>
        <source>'{value}' cannot be read ({reason}); write it as scene_%Y%m%d.</source>
        <translation>'{value}' kann nicht gelesen werden ({reason}); schreiben Sie es wie scene_%Y%m%d.</translation>
    </message>
    <message>
        <location filename="../plugin/bridge/table_words.py"/>
        <source>what it finds in {value} can be read in two ways; write it as scene_%d%m%Y.</source>
        <translation>was es in {value} findet, lässt sich auf zwei Arten lesen; schreiben Sie es wie scene_%d%m%Y.</translation>
    </message>
    <message>
        <location filename="../plugin/bridge/table_words.py"/>
        <source>'{value}' finds no date in {name}; correct it, or leave the file out.</source>
        <translation>'{value}' findet kein Datum in {name}; korrigieren Sie es oder lassen Sie die Datei weg.</translation>
    </message>
    <message>
        <location filename="../plugin/bridge/table_words.py"/>
        <source>a table of dates needs it; choose a field.</source>
        <translation>eine Tabelle mit Daten braucht es; wählen Sie ein Feld.</translation>
    </message>
    <message>
        <location filename="../plugin/bridge/table_words.py"/>
        <source>{value} is one of the inputs; give another name.</source>
        <translation>{value} ist eine der Eingaben; geben Sie einen anderen Namen an.</translation>
    </message>
    <message>
        <location filename="../plugin/bridge/table_words.py"/>
        <source>'{value}' is no name for a cube; give one that ends in .nc or .zarr.</source>
        <translation>'{value}' ist kein Name für einen Würfel; geben Sie einen an, der auf .nc oder .zarr endet.</translation>
    </message>
    <message>
        <location filename="../plugin/bridge/table_words.py"/>
        <source>this QGIS cannot write netCDF; choose ZARR and a name that ends in .zarr.</source>
        <translation>dieses QGIS kann netCDF nicht schreiben; wählen Sie ZARR und einen Namen, der auf .zarr endet.</translation>
    </message>
    <message>
        <location filename="../plugin/bridge/table_words.py"/>
        <source>{value} is there already and no Zarr store; give another name.</source>
        <translation>{value} gibt es schon, und es ist kein Zarr-Speicher; geben Sie einen anderen Namen an.</translation>
    </message>
    <message>
        <location filename="../plugin/bridge/table_words.py"/>
        <source>the layer has no coordinate reference system; set one.</source>
        <translation>der Layer hat kein Koordinatenbezugssystem; setzen Sie eines.</translation>
    </message>
    <message>
        <location filename="../plugin/bridge/table_words.py"/>
        <source>the layer has no field {value}; choose among {choices}.</source>
        <translation>der Layer hat kein Feld {value}; wählen Sie unter {choices}.</translation>
    </message>
    <message>
        <location filename="../plugin/bridge/table_words.py"/>
        <source>this is needed; choose one.</source>
        <translation>dies wird gebraucht; wählen Sie eines.</translation>
    </message>
    <message>
        <location filename="../plugin/bridge/table_words.py"/>
        <source>the model needs a mask band too; add one, for example SCL for Sentinel-2 L2A.</source>
        <translation>das Modell braucht auch ein Maskenband; fügen Sie eines hinzu, zum Beispiel SCL für Sentinel-2 L2A.</translation>
    </message>
    <message>
        <location filename="../plugin/bridge/table_words.py"/>
        <source>INPUT: no date found in {path}; give a PATTERN for file names, or a TABLE of dates.</source>
        <translation>INPUT: in {path} wurde kein Datum gefunden; geben Sie ein PATTERN für Dateinamen oder eine TABLE mit Daten an.</translation>
    </message>
    <message>
        <location filename="../plugin/bridge/table_words.py"/>
        <source>INPUT: the date of {path} can be read in two ways ({reason}); give a PATTERN or a TABLE.</source>
        <translation>INPUT: das Datum von {path} lässt sich auf zweierlei Weise lesen ({reason}); geben Sie ein PATTERN oder eine TABLE an.</translation>
    </message>
    <message>
        <location filename="../plugin/bridge/table_words.py"/>
        <source>INPUT: {path} tells different dates ({reason}); correct them, or make a stack of it with a PATTERN or a TABLE.</source>
        <translation>INPUT: {path} nennt verschiedene Daten ({reason}); berichtigen Sie sie, oder machen Sie einen Stapel daraus mit einem PATTERN oder einer TABLE.</translation>
    </message>
    <message>
        <location filename="../plugin/bridge/table_words.py"/>
        <source>INPUT: in {path}, {reason}; name each band by its date.</source>
        <translation>INPUT: in {path}: {reason}; benennen Sie jedes Band nach seinem Datum.</translation>
    </message>
    <message>
        <location filename="../plugin/bridge/table_words.py"/>
        <source>INPUT: in {path}, {reason}; leave out what is incomplete.</source>
        <translation>INPUT: in {path}: {reason}; lassen Sie weg, was unvollständig ist.</translation>
    </message>
    <message>
        <location filename="../plugin/bridge/table_words.py"/>
        <source>INPUT: {path} {reason}; use Stack from rasters, which warps it.</source>
        <translation>INPUT: {path} {reason}; nehmen Sie 'Stapel aus Rastern', das es entzerrt.</translation>
    </message>
    <message>
        <location filename="../plugin/bridge/table_words.py"/>
        <source>INPUT: {path} has no place on the map; georeference it first, or give x and y their standard names where it is netCDF.</source>
        <translation>INPUT: {path} hat keinen Ort auf der Karte; georeferenzieren Sie es zuerst, oder geben Sie in netCDF x und y ihre Standardnamen.</translation>
    </message>
    <message>
        <location filename="../plugin/bridge/table_words.py"/>
        <source>TABLE: there is no date for {path}; add a line for it.</source>
        <translation>TABLE: für {path} gibt es kein Datum; fügen Sie eine Zeile dafür hinzu.</translation>
    </message>
    <message>
        <location filename="../plugin/bridge/table_words.py"/>
        <source>INPUT: {path} has no coordinate reference system; assign one to it.</source>
        <translation>INPUT: {path} hat kein Koordinatenbezugssystem; weisen Sie eines zu.</translation>
    </message>
    <message>
        <location filename="../plugin/bridge/table_words.py"/>
        <source>INPUT: {path} counts by {reason}, other rasters do not; convert it first.</source>
        <translation>INPUT: {path} zählt nach {reason}, andere Raster nicht; wandeln Sie es zuerst um.</translation>
    </message>
    <message>
        <location filename="../plugin/bridge/table_words.py"/>
        <source>BANDS: {path} has another number of bands ({reason}); name each band once.</source>
        <translation>BANDS: {path} hat eine andere Anzahl von Bändern ({reason}); nennen Sie jedes Band einmal.</translation>
    </message>
    <message>
        <location filename="../plugin/gui/browser.py"/>
        <source>Remove the connection '{name}' with its instance id and OAuth client?</source>
        <translation>Die Verbindung '{name}' mit ihrer Instanz-ID und ihrem OAuth-Client entfernen?</translation>
    </message>
    <message>
        <location filename="../plugin/gui/browser.py"/>
        <source>Timestack connections</source>
        <translation>Timestack-Verbindungen</translation>
    </message>
    <message>
        <location filename="../plugin/gui/browser.py"/>
        <source>Connections…</source>
        <translation>Verbindungen…</translation>
    </message>
    <message>
        <location filename="../plugin/gui/browser.py"/>
        <source>Fetch temporal stack…</source>
        <translation>Zeitstapel abrufen…</translation>
    </message>
    <message>
        <location filename="../plugin/gui/browser.py"/>
        <source>Edit…</source>
        <translation>Bearbeiten…</translation>
    </message>
    <message>
        <location filename="../plugin/gui/browser.py"/>
        <source>Test…</source>
        <translation>Testen…</translation>
    </message>
    <message>
        <location filename="../plugin/gui/browser.py"/>
        <source>Ask for the layers again</source>
        <translation>Layer erneut abfragen</translation>
    </message>
    <message>
        <location filename="../plugin/gui/browser.py"/>
        <source>Remove</source>
        <translation>Entfernen</translation>
    </message>
    <message>
        <location filename="../plugin/gui/browser_items.py"/>
        <source>Connections of Timestack</source>
        <translation>Verbindungen von Timestack</translation>
    </message>
    <message>
        <location filename="../plugin/gui/browser_items.py"/>
        <source>A folder of scenes has no layers</source>
        <translation>Ein Ordner mit Szenen hat keine Layer</translation>
    </message>
    <message>
        <location filename="../plugin/gui/browser_items.py"/>
        <source>Asking for the layers…</source>
        <translation>Layer werden abgefragt…</translation>
    </message>
    <message>
        <location filename="../plugin/gui/browser_items.py"/>
        <source>No layers: there is no instance, or it is empty</source>
        <translation>Keine Layer: Es gibt keine Instanz, oder sie ist leer</translation>
    </message>
    <message>
        <location filename="../plugin/gui/browser_items.py"/>
        <source>Layers of {name}</source>
        <translation>Layer von {name}</translation>
    </message>
    <message>
        <location filename="../plugin/gui/browser_items.py"/>
        <source>This failed.</source>
        <translation>Das ist fehlgeschlagen.</translation>
    </message>
    <message>
        <location filename="../plugin/gui/connections_dialog/connections_window.py"/>
        <source>Add, edit, try out and remove connections to services</source>
        <translation>Verbindungen zu Diensten hinzufügen, bearbeiten, testen und entfernen</translation>
    </message>
    <message>
        <location filename="../plugin/gui/connections_dialog/dialog.py"/>
        <source>Connections</source>
        <translation>Verbindungen</translation>
    </message>
    <message>
        <location filename="../plugin/gui/connections_dialog/dialog.py"/>
        <source>Ne&amp;w</source>
        <translation>Ne&amp;u</translation>
    </message>
    <message>
        <location filename="../plugin/gui/connections_dialog/dialog.py"/>
        <source>A new connection</source>
        <translation>Eine neue Verbindung</translation>
    </message>
    <message>
        <location filename="../plugin/gui/connections_dialog/dialog.py"/>
        <source>&amp;Duplicate</source>
        <translation>&amp;Duplizieren</translation>
    </message>
    <message>
        <location filename="../plugin/gui/connections_dialog/dialog.py"/>
        <source>A new connection like this one, without its secrets</source>
        <translation>Eine neue Verbindung wie diese, ohne ihre Geheimnisse</translation>
    </message>
    <message>
        <location filename="../plugin/gui/connections_dialog/dialog.py"/>
        <source>Remo&amp;ve</source>
        <translation>Ent&amp;fernen</translation>
    </message>
    <message>
        <location filename="../plugin/gui/connections_dialog/dialog.py"/>
        <source>Remove this connection with its secrets</source>
        <translation>Diese Verbindung mit ihren Geheimnissen entfernen</translation>
    </message>
    <message>
        <location filename="../plugin/gui/connections_dialog/dialog.py"/>
        <source>There are no connections yet. Press New to add one.</source>
        <translation>Es gibt noch keine Verbindungen. Drücken Sie Neu, um eine hinzuzufügen.</translation>
    </message>
    <message>
        <location filename="../plugin/gui/connections_dialog/dialog.py"/>
        <source>Layers of the instance</source>
        <translation>Layer der Instanz</translation>
    </message>
    <message>
        <location filename="../plugin/gui/connections_dialog/dialog.py"/>
        <source>Layer</source>
        <translation>Layer</translation>
    </message>
    <message>
        <location filename="../plugin/gui/connections_dialog/dialog.py"/>
        <source>Title</source>
        <translation>Titel</translation>
    </message>
    <message>
        <location filename="../plugin/gui/connections_dialog/dialog.py"/>
        <source>Collection</source>
        <translation>Kollektion</translation>
    </message>
    <message>
        <location filename="../plugin/gui/connections_dialog/dialog.py"/>
        <source>Tes&amp;t</source>
        <translation>&amp;Testen</translation>
    </message>
    <message>
        <location filename="../plugin/gui/connections_dialog/dialog.py"/>
        <source>Ask the service for its layers, a token and its catalog; this costs nothing</source>
        <translation>Den Dienst nach seinen Layern, einem Token und seinem Katalog fragen; das kostet nichts</translation>
    </message>
    <message>
        <location filename="../plugin/gui/connections_dialog/dialog.py"/>
        <source>Stop</source>
        <translation>Anhalten</translation>
    </message>
    <message>
        <location filename="../plugin/gui/connections_dialog/dialog.py"/>
        <source>(new)</source>
        <translation>(neu)</translation>
    </message>
    <message>
        <location filename="../plugin/gui/connections_dialog/dialog.py"/>
        <source>'{name}' was changed. Save it?</source>
        <translation>'{name}' wurde geändert. Speichern?</translation>
    </message>
    <message>
        <location filename="../plugin/gui/connections_dialog/form.py"/>
        <source>Copernicus Data Space</source>
        <translation>Copernicus Data Space</translation>
    </message>
    <message>
        <location filename="../plugin/gui/connections_dialog/form.py"/>
        <source>Sentinel Hub, Europe</source>
        <translation>Sentinel Hub, Europa</translation>
    </message>
    <message>
        <location filename="../plugin/gui/connections_dialog/form.py"/>
        <source>Sentinel Hub, US West</source>
        <translation>Sentinel Hub, USA West</translation>
    </message>
    <message>
        <location filename="../plugin/gui/connections_dialog/form.py"/>
        <source>Another address</source>
        <translation>Andere Adresse</translation>
    </message>
    <message>
        <location filename="../plugin/gui/connections_dialog/form.py"/>
        <source>Folder of scenes on this computer</source>
        <translation>Ordner mit Szenen auf diesem Rechner</translation>
    </message>
    <message>
        <location filename="../plugin/gui/connections_dialog/form.py"/>
        <source>Instance id</source>
        <translation>Instanz-ID</translation>
    </message>
    <message>
        <location filename="../plugin/gui/connections_dialog/form.py"/>
        <source>OAuth client id</source>
        <translation>OAuth-Client-ID</translation>
    </message>
    <message>
        <location filename="../plugin/gui/connections_dialog/form.py"/>
        <source>OAuth client secret</source>
        <translation>OAuth-Client-Geheimnis</translation>
    </message>
    <message>
        <location filename="../plugin/gui/connections_dialog/form.py"/>
        <source>Sentinel-2 L2A where none is named</source>
        <translation>Sentinel-2 L2A, wo keine genannt ist</translation>
    </message>
    <message>
        <location filename="../plugin/gui/connections_dialog/form.py"/>
        <source>&amp;Name</source>
        <translation>&amp;Name</translation>
    </message>
    <message>
        <location filename="../plugin/gui/connections_dialog/form.py"/>
        <source>&amp;Service</source>
        <translation>D&amp;ienst</translation>
    </message>
    <message>
        <location filename="../plugin/gui/connections_dialog/form.py"/>
        <source>&amp;Address (OGC)</source>
        <translation>&amp;Adresse (OGC)</translation>
    </message>
    <message>
        <location filename="../plugin/gui/connections_dialog/form.py"/>
        <source>Address of the A&amp;PIs</source>
        <translation>Adresse der A&amp;PIs</translation>
    </message>
    <message>
        <location filename="../plugin/gui/connections_dialog/form.py"/>
        <source>Address for &amp;tokens</source>
        <translation>Adresse für To&amp;kens</translation>
    </message>
    <message>
        <location filename="../plugin/gui/connections_dialog/form.py"/>
        <source>&amp;Folder</source>
        <translation>&amp;Ordner</translation>
    </message>
    <message>
        <location filename="../plugin/gui/connections_dialog/form.py"/>
        <source>&amp;Instance id</source>
        <translation>Instan&amp;z-ID</translation>
    </message>
    <message>
        <location filename="../plugin/gui/connections_dialog/form.py"/>
        <source>OAuth &amp;client id</source>
        <translation>OAuth-&amp;Client-ID</translation>
    </message>
    <message>
        <location filename="../plugin/gui/connections_dialog/form.py"/>
        <source>OAuth client s&amp;ecret</source>
        <translation>OAuth-Client-&amp;Geheimnis</translation>
    </message>
    <message>
        <location filename="../plugin/gui/connections_dialog/form.py"/>
        <source>&amp;Requests per minute</source>
        <translation>Anf&amp;ragen pro Minute</translation>
    </message>
    <message>
        <location filename="../plugin/gui/connections_dialog/form.py"/>
        <source>Processing &amp;units per minute</source>
        <translation>&amp;Verarbeitungseinheiten pro Minute</translation>
    </message>
    <message>
        <location filename="../plugin/gui/connections_dialog/form.py"/>
        <source>C&amp;ollection</source>
        <translation>Ko&amp;llektion</translation>
    </message>
    <message>
        <location filename="../plugin/gui/connections_dialog/form.py"/>
        <source>What is asked for where no collection is named</source>
        <translation>Was abgefragt wird, wo keine Kollektion genannt ist</translation>
    </message>
    <message>
        <location filename="../plugin/gui/connections_dialog/form.py"/>
        <source>The instance id and the OAuth client are kept in the authentication database of QGIS, encrypted by its master password.</source>
        <translation>Die Instanz-ID und der OAuth-Client werden in der Authentifizierungsdatenbank von QGIS aufbewahrt, verschlüsselt mit deren Masterpasswort.</translation>
    </message>
    <message>
        <location filename="../plugin/gui/connections_dialog/presenter.py"/>
        <source>Saved.</source>
        <translation>Gespeichert.</translation>
    </message>
    <message>
        <location filename="../plugin/gui/connections_dialog/presenter.py"/>
        <source>Asking…</source>
        <translation>Anfrage läuft…</translation>
    </message>
    <message>
        <location filename="../plugin/gui/connections_dialog/presenter.py"/>
        <source>Test of the connection {name}</source>
        <translation>Test der Verbindung {name}</translation>
    </message>
    <message>
        <location filename="../plugin/gui/connections_dialog/presenter.py"/>
        <source>The test broke off.</source>
        <translation>Der Test wurde abgebrochen.</translation>
    </message>
    <message>
        <location filename="../plugin/gui/connections_dialog/secret_field.py"/>
        <source>Forget</source>
        <translation>Vergessen</translation>
    </message>
    <message>
        <location filename="../plugin/gui/connections_dialog/secret_field.py"/>
        <source>Remove what is kept when the connection is saved</source>
        <translation>Das Aufbewahrte entfernen, wenn die Verbindung gespeichert wird</translation>
    </message>
    <message>
        <location filename="../plugin/gui/connections_dialog/secret_field.py"/>
        <source>will be removed</source>
        <translation>wird entfernt</translation>
    </message>
    <message>
        <location filename="../plugin/gui/connections_dialog/secret_field.py"/>
        <source>unchanged</source>
        <translation>unverändert</translation>
    </message>
    <message>
        <location filename="../plugin/gui/cost_presenter.py"/>
        <source>Cost: {name} is missing.</source>
        <translation>Kosten: {name} fehlt.</translation>
    </message>
    <message>
        <location filename="../plugin/gui/cost_presenter.py"/>
        <source>Cost: {problem}</source>
        <translation>Kosten: {problem}</translation>
    </message>
    <message>
        <location filename="../plugin/gui/cost_presenter.py"/>
        <source>Cost: is being estimated …</source>
        <translation>Kosten: werden geschätzt …</translation>
    </message>
    <message>
        <location filename="../plugin/gui/cost_presenter.py"/>
        <source>Estimate the cost of a fetch</source>
        <translation>Die Kosten eines Abrufs schätzen</translation>
    </message>
    <message>
        <location filename="../plugin/gui/cost_presenter.py"/>
        <source>Cost: {line}</source>
        <translation>Kosten: {line}</translation>
    </message>
    <message>
        <location filename="../plugin/gui/cost_presenter.py"/>
        <source>Cost: could not be estimated.</source>
        <translation>Kosten: ließen sich nicht schätzen.</translation>
    </message>
    <message>
        <location filename="../plugin/gui/evalscript_panel/dock.py"/>
        <source>Evalscript</source>
        <translation>Evalscript</translation>
    </message>
    <message>
        <location filename="../plugin/gui/evalscript_panel/dock.py"/>
        <source>Script</source>
        <translation>Skript</translation>
    </message>
    <message>
        <location filename="../plugin/gui/evalscript_panel/dock.py"/>
        <source>Not saved</source>
        <translation>Nicht gespeichert</translation>
    </message>
    <message>
        <location filename="../plugin/gui/evalscript_panel/dock.py"/>
        <source>Open …</source>
        <translation>Öffnen …</translation>
    </message>
    <message>
        <location filename="../plugin/gui/evalscript_panel/dock.py"/>
        <source>Open a script</source>
        <translation>Ein Skript öffnen</translation>
    </message>
    <message>
        <location filename="../plugin/gui/evalscript_panel/dock.py"/>
        <source>Save</source>
        <translation>Speichern</translation>
    </message>
    <message>
        <location filename="../plugin/gui/evalscript_panel/dock.py"/>
        <source>Save the script (Ctrl+S)</source>
        <translation>Das Skript speichern (Strg+S)</translation>
    </message>
    <message>
        <location filename="../plugin/gui/evalscript_panel/dock.py"/>
        <source>Save as …</source>
        <translation>Speichern unter …</translation>
    </message>
    <message>
        <location filename="../plugin/gui/evalscript_panel/dock.py"/>
        <source>Save under another name</source>
        <translation>Unter einem anderen Namen speichern</translation>
    </message>
    <message>
        <location filename="../plugin/gui/evalscript_panel/dock.py"/>
        <source>Check</source>
        <translation>Prüfen</translation>
    </message>
    <message>
        <location filename="../plugin/gui/evalscript_panel/dock.py"/>
        <source>Look for what is wrong with the script (F7 or Ctrl+Shift+C)</source>
        <translation>Nachsehen, was am Skript nicht stimmt (F7 oder Strg+Umschalt+C)</translation>
    </message>
    <message>
        <location filename="../plugin/gui/evalscript_panel/dock.py"/>
        <source>Run here</source>
        <translation>Hier ausführen</translation>
    </message>
    <message>
        <location filename="../plugin/gui/evalscript_panel/dock.py"/>
        <source>Run the script on what the map shows of the scenes (Ctrl+Enter)</source>
        <translation>Das Skript auf dem Teil der Szenen ausführen, den die Karte zeigt (Strg+Eingabe)</translation>
    </message>
    <message>
        <location filename="../plugin/gui/evalscript_panel/dock.py"/>
        <source>Trace</source>
        <translation>Verfolgen</translation>
    </message>
    <message>
        <location filename="../plugin/gui/evalscript_panel/dock.py"/>
        <source>Click on a pixel of the map and follow the script through it (F8; Esc leaves)</source>
        <translation>Auf ein Pixel der Karte klicken und dem Skript dort Schritt für Schritt folgen (F8; Esc beendet)</translation>
    </message>
    <message>
        <location filename="../plugin/gui/evalscript_panel/dock.py"/>
        <source>New</source>
        <translation>Neu</translation>
    </message>
    <message>
        <location filename="../plugin/gui/evalscript_panel/dock.py"/>
        <source>New script, empty or from an example</source>
        <translation>Neues Skript, leer oder nach einem Beispiel</translation>
    </message>
    <message>
        <location filename="../plugin/gui/evalscript_panel/dock.py"/>
        <source>Empty script</source>
        <translation>Leeres Skript</translation>
    </message>
    <message>
        <location filename="../plugin/gui/evalscript_panel/dock.py"/>
        <source>Close</source>
        <translation>Schließen</translation>
    </message>
    <message>
        <location filename="../plugin/gui/evalscript_panel/dock.py"/>
        <source>Close this message</source>
        <translation>Diese Meldung schließen</translation>
    </message>
    <message>
        <location filename="../plugin/gui/evalscript_panel/dock.py"/>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
    <message>
        <location filename="../plugin/gui/evalscript_panel/panel_place.py"/>
        <source>Write, check, run and trace an evalscript on this computer</source>
        <translation>Ein Evalscript auf diesem Rechner schreiben, prüfen, ausführen und verfolgen</translation>
    </message>
    <message>
        <location filename="../plugin/gui/evalscript_panel/presenter.py"/>
        <source>Evalscript: look at the scenes</source>
        <translation>Evalscript: Szenen ansehen</translation>
    </message>
    <message>
        <location filename="../plugin/gui/evalscript_panel/presenter.py"/>
        <source>Evalscript: check</source>
        <translation>Evalscript: prüfen</translation>
    </message>
    <message>
        <location filename="../plugin/gui/evalscript_panel/presenter.py"/>
        <source>Evalscript: run</source>
        <translation>Evalscript: ausführen</translation>
    </message>
    <message>
        <location filename="../plugin/gui/evalscript_panel/presenter.py"/>
        <source>Evalscript: trace</source>
        <translation>Evalscript: verfolgen</translation>
    </message>
    <message>
        <location filename="../plugin/gui/evalscript_panel/presenter.py"/>
        <source>Running …</source>
        <translation>Wird ausgeführt …</translation>
    </message>
    <message>
        <location filename="../plugin/gui/evalscript_panel/presenter.py"/>
        <source>Tracing …</source>
        <translation>Wird verfolgt …</translation>
    </message>
    <message>
        <location filename="../plugin/gui/evalscript_panel/presenter.py"/>
        <source>{scenes} scenes, {width} × {height} pixels of {size}.</source>
        <translation>{scenes} Szenen, {width} × {height} Pixel zu {size}.</translation>
    </message>
    <message>
        <location filename="../plugin/gui/evalscript_panel/presenter.py"/>
        <source>The map was empty, so the middle of the scenes was taken.</source>
        <translation>Die Karte war leer, deshalb wurde die Mitte der Szenen genommen.</translation>
    </message>
    <message>
        <location filename="../plugin/gui/evalscript_panel/presenter.py"/>
        <source>Coarsened {times} times, since the canvas shows many pixels; zoom in for full detail.</source>
        <translation>Um das {times}-Fache vergröbert, da die Karte viele Pixel zeigt; zoomen Sie für alle Einzelheiten hinein.</translation>
    </message>
    <message>
        <location filename="../plugin/gui/evalscript_panel/presenter.py"/>
        <source>Run by Qt's JavaScript engine, which is slower.</source>
        <translation>Ausgeführt von der JavaScript-Engine von Qt, die langsamer ist.</translation>
    </message>
    <message>
        <location filename="../plugin/gui/evalscript_panel/presenter.py"/>
        <source>The canvas shows no part of the scenes; use Zoom to scenes, or choose other scenes.</source>
        <translation>Die Karte zeigt keinen Teil der Szenen; verwenden Sie „Auf Szenen zoomen“ oder wählen Sie andere Szenen.</translation>
    </message>
    <message>
        <location filename="../plugin/gui/evalscript_panel/presenter.py"/>
        <source>That failed unexpectedly; QGIS shows what happened.</source>
        <translation>Das ist unerwartet fehlgeschlagen; QGIS zeigt, was geschehen ist.</translation>
    </message>
    <message>
        <location filename="../plugin/gui/evalscript_panel/result_tabs.py"/>
        <source>Findings</source>
        <translation>Befunde</translation>
    </message>
    <message>
        <location filename="../plugin/gui/evalscript_panel/result_tabs.py"/>
        <source>Press Run here to see the script's rasters on the map.</source>
        <translation>Drücken Sie „Hier ausführen“, um die Raster des Skripts auf der Karte zu sehen.</translation>
    </message>
    <message>
        <location filename="../plugin/gui/evalscript_panel/result_tabs.py"/>
        <source>User data</source>
        <translation>Nutzerdaten</translation>
    </message>
    <message>
        <location filename="../plugin/gui/evalscript_panel/result_tabs.py"/>
        <source>userData of the script, when it leaves any</source>
        <translation>userData des Skripts, falls es welche hinterlässt</translation>
    </message>
    <message>
        <location filename="../plugin/gui/evalscript_panel/result_tabs.py"/>
        <source>Run</source>
        <translation>Ausführung</translation>
    </message>
    <message>
        <location filename="../plugin/gui/evalscript_panel/result_tabs.py"/>
        <source>Whole script</source>
        <translation>Ganzes Skript</translation>
    </message>
    <message>
        <location filename="../plugin/gui/evalscript_panel/result_tabs.py"/>
        <source>Line {line}</source>
        <translation>Zeile {line}</translation>
    </message>
    <message>
        <location filename="../plugin/gui/evalscript_panel/result_tabs.py"/>
        <source>Nothing to complain about.</source>
        <translation>Nichts zu beanstanden.</translation>
    </message>
    <message>
        <location filename="../plugin/gui/evalscript_panel/result_tabs.py"/>
        <source>Check ({count})</source>
        <translation>Prüfen ({count})</translation>
    </message>
    <message>
        <location filename="../plugin/gui/evalscript_panel/result_tabs.py"/>
        <source>… cut here; the file has all of it.</source>
        <translation>… hier gekürzt; die Datei enthält alles.</translation>
    </message>
    <message>
        <location filename="../plugin/gui/evalscript_panel/scene_chooser.py"/>
        <source>Scenes that the script reads: the demo, a stack of the project, or a folder</source>
        <translation>Szenen, die das Skript liest: die Demo, ein Stapel des Projekts oder ein Ordner</translation>
    </message>
    <message>
        <location filename="../plugin/gui/evalscript_panel/scene_chooser.py"/>
        <source>Zoom to scenes</source>
        <translation>Auf Szenen zoomen</translation>
    </message>
    <message>
        <location filename="../plugin/gui/evalscript_panel/scene_chooser.py"/>
        <source>First day, UTC; empty: from the first scene</source>
        <translation>Erster Tag, UTC; leer: ab der ersten Szene</translation>
    </message>
    <message>
        <location filename="../plugin/gui/evalscript_panel/scene_chooser.py"/>
        <source>Last day, UTC; empty: to the last scene</source>
        <translation>Letzter Tag, UTC; leer: bis zur letzten Szene</translation>
    </message>
    <message>
        <location filename="../plugin/gui/evalscript_panel/scene_chooser.py"/>
        <source>Demo</source>
        <translation>Demo</translation>
    </message>
    <message>
        <location filename="../plugin/gui/evalscript_panel/scene_chooser.py"/>
        <source>Folder …</source>
        <translation>Ordner …</translation>
    </message>
    <message>
        <location filename="../plugin/gui/evalscript_panel/scene_chooser.py"/>
        <source>{count} scenes</source>
        <translation>{count} Szenen</translation>
    </message>
    <message>
        <location filename="../plugin/gui/evalscript_panel/scene_chooser.py"/>
        <source>Bands: {bands}</source>
        <translation>Kanäle: {bands}</translation>
    </message>
    <message>
        <location filename="../plugin/gui/evalscript_panel/scene_chooser.py"/>
        <source>Folder of scenes</source>
        <translation>Ordner mit Szenen</translation>
    </message>
    <message>
        <location filename="../plugin/gui/evalscript_panel/scene_chooser.py"/>
        <source>any</source>
        <translation>beliebig</translation>
    </message>
    <message>
        <location filename="../plugin/gui/evalscript_panel/scene_chooser.py"/>
        <source>Sce&amp;nes</source>
        <translation>Sze&amp;nen</translation>
    </message>
    <message>
        <location filename="../plugin/gui/evalscript_panel/scene_chooser.py"/>
        <source>&amp;Days</source>
        <translation>&amp;Tage</translation>
    </message>
    <message>
        <location filename="../plugin/gui/evalscript_panel/script_document.py"/>
        <source>Save the script</source>
        <translation>Das Skript speichern</translation>
    </message>
    <message>
        <location filename="../plugin/gui/evalscript_panel/script_document.py"/>
        <source>Unnamed script</source>
        <translation>Unbenanntes Skript</translation>
    </message>
    <message>
        <location filename="../plugin/gui/evalscript_panel/script_document.py"/>
        <source>The script has changes that are not saved.</source>
        <translation>Das Skript enthält Änderungen, die nicht gespeichert sind.</translation>
    </message>
    <message>
        <location filename="../plugin/gui/evalscript_panel/script_document.py"/>
        <source>All files</source>
        <translation>Alle Dateien</translation>
    </message>
    <message>
        <location filename="../plugin/gui/evalscript_panel/script_document.py"/>
        <source>Evalscripts</source>
        <translation>Evalscripts</translation>
    </message>
    <message>
        <location filename="../plugin/gui/evalscript_panel/trace_text.py"/>
        <source>nothing</source>
        <translation>nichts</translation>
    </message>
    <message>
        <location filename="../plugin/gui/evalscript_panel/trace_text.py"/>
        <source>mosaic</source>
        <translation>Mosaik</translation>
    </message>
    <message>
        <location filename="../plugin/gui/evalscript_panel/trace_text.py"/>
        <source>Pixel</source>
        <translation>Pixel</translation>
    </message>
    <message>
        <location filename="../plugin/gui/evalscript_panel/trace_text.py"/>
        <source>Sample</source>
        <translation>Sample</translation>
    </message>
    <message>
        <location filename="../plugin/gui/evalscript_panel/trace_text.py"/>
        <source>Left out by the script</source>
        <translation>Vom Skript ausgelassen</translation>
    </message>
    <message>
        <location filename="../plugin/gui/evalscript_panel/trace_text.py"/>
        <source>Line</source>
        <translation>Zeile</translation>
    </message>
    <message>
        <location filename="../plugin/gui/evalscript_panel/trace_text.py"/>
        <source>Variable</source>
        <translation>Variable</translation>
    </message>
    <message>
        <location filename="../plugin/gui/evalscript_panel/trace_text.py"/>
        <source>Value</source>
        <translation>Wert</translation>
    </message>
    <message>
        <location filename="../plugin/gui/evalscript_panel/trace_text.py"/>
        <source>Returned</source>
        <translation>Zurückgegeben</translation>
    </message>
    <message>
        <location filename="../plugin/gui/evalscript_panel/trace_text.py"/>
        <source>Written to {output}</source>
        <translation>In {output} geschrieben</translation>
    </message>
    <message>
        <location filename="../plugin/gui/evalscript_panel/trace_view.py"/>
        <source>Press Trace, then click on a pixel of the map.</source>
        <translation>Drücken Sie „Verfolgen“ und klicken Sie dann auf ein Pixel der Karte.</translation>
    </message>
    <message>
        <location filename="../plugin/gui/evalscript_panel/trace_view.py"/>
        <source>Copy</source>
        <translation>Kopieren</translation>
    </message>
    <message>
        <location filename="../plugin/gui/evalscript_panel/trace_view.py"/>
        <source>Copy the whole trace as text, its tables separated by tabs</source>
        <translation>Den ganzen Ablauf als Text kopieren, die Tabellen durch Tabulatoren getrennt</translation>
    </message>
    <message>
        <location filename="../plugin/gui/evalscript_panel/trace_view.py"/>
        <source>Samples</source>
        <translation>Samples</translation>
    </message>
    <message>
        <location filename="../plugin/gui/evalscript_panel/trace_view.py"/>
        <source>What the script made of the samples</source>
        <translation>Was das Skript aus den Samples gemacht hat</translation>
    </message>
    <message>
        <location filename="../plugin/gui/evalscript_panel/trace_view.py"/>
        <source>Scene</source>
        <translation>Szene</translation>
    </message>
    <message>
        <location filename="../plugin/gui/evalscript_panel/trace_view.py"/>
        <source>Variables</source>
        <translation>Variablen</translation>
    </message>
    <message>
        <location filename="../plugin/gui/evalscript_panel/trace_view.py"/>
        <source>Note</source>
        <translation>Hinweis</translation>
    </message>
    <message>
        <location filename="../plugin/gui/evalscript_panel/trace_view.py"/>
        <source>Scene {label}</source>
        <translation>Szene {label}</translation>
    </message>
    <message>
        <location filename="../plugin/gui/example_model_action.py"/>
        <source>Open in the model designer…</source>
        <translation>Im Modelldesigner öffnen…</translation>
    </message>
    <message>
        <location filename="../plugin/gui/series_dock/choice_bar.py"/>
        <source>Stacks</source>
        <translation>Stapel</translation>
    </message>
    <message>
        <location filename="../plugin/gui/series_dock/choice_bar.py"/>
        <source>The layers whose series are shown; none: the active one</source>
        <translation>Die Layer, deren Zeitreihen gezeigt werden; keiner: der aktive</translation>
    </message>
    <message>
        <location filename="../plugin/gui/series_dock/choice_bar.py"/>
        <source>Bands</source>
        <translation>Kanäle</translation>
    </message>
    <message>
        <location filename="../plugin/gui/series_dock/choice_bar.py"/>
        <source>Bands and indices that are shown</source>
        <translation>Kanäle und Indizes, die gezeigt werden</translation>
    </message>
    <message>
        <location filename="../plugin/gui/series_dock/choice_bar.py"/>
        <source>Clear sky</source>
        <translation>Klarer Himmel</translation>
    </message>
    <message>
        <location filename="../plugin/gui/series_dock/choice_bar.py"/>
        <source>How clouds are told; cloudy values are drawn hollow</source>
        <translation>Woran Wolken erkannt werden; bewölkte Werte sind hohl gezeichnet</translation>
    </message>
    <message>
        <location filename="../plugin/gui/series_dock/choice_bar.py"/>
        <source>Smoothing</source>
        <translation>Glättung</translation>
    </message>
    <message>
        <location filename="../plugin/gui/series_dock/choice_bar.py"/>
        <source>A computed line through the clear values</source>
        <translation>Eine berechnete Linie durch die wolkenfreien Werte</translation>
    </message>
    <message>
        <location filename="../plugin/gui/series_dock/choice_bar.py"/>
        <source>Of polygons</source>
        <translation>Bei Polygonen</translation>
    </message>
    <message>
        <location filename="../plugin/gui/series_dock/choice_bar.py"/>
        <source>Mean</source>
        <translation>Mittelwert</translation>
    </message>
    <message>
        <location filename="../plugin/gui/series_dock/choice_bar.py"/>
        <source>Median</source>
        <translation>Median</translation>
    </message>
    <message>
        <location filename="../plugin/gui/series_dock/choice_bar.py"/>
        <source>Formula</source>
        <translation>Formel</translation>
    </message>
    <message>
        <location filename="../plugin/gui/series_dock/choice_bar.py"/>
        <source>Clear where</source>
        <translation>Wolkenfrei, wo</translation>
    </message>
    <message>
        <location filename="../plugin/gui/series_dock/choice_bar.py"/>
        <source>Live …</source>
        <translation>Live …</translation>
    </message>
    <message>
        <location filename="../plugin/gui/series_dock/choice_bar.py"/>
        <source>Live from a connection: click the map, nothing is downloaded before</source>
        <translation>Live von einer Verbindung: klicken Sie auf die Karte, vorher wird nichts heruntergeladen</translation>
    </message>
    <message>
        <location filename="../plugin/gui/series_dock/choice_bar.py"/>
        <source>Without a tick: the active layer</source>
        <translation>Ohne Haken: der aktive Layer</translation>
    </message>
    <message>
        <location filename="../plugin/gui/series_dock/choice_bar.py"/>
        <source>Indices</source>
        <translation>Indizes</translation>
    </message>
    <message>
        <location filename="../plugin/gui/series_dock/choice_bar.py"/>
        <source>By a mask band (there is none)</source>
        <translation>Nach einem Maskenkanal (es gibt keinen)</translation>
    </message>
    <message>
        <location filename="../plugin/gui/series_dock/choice_bar.py"/>
        <source>By the mask band {band}</source>
        <translation>Nach dem Maskenkanal {band}</translation>
    </message>
    <message>
        <location filename="../plugin/gui/series_dock/choice_bar.py"/>
        <source>All values count</source>
        <translation>Alle Werte zählen</translation>
    </message>
    <message>
        <location filename="../plugin/gui/series_dock/choice_bar.py"/>
        <source>By a formula</source>
        <translation>Nach einer Formel</translation>
    </message>
    <message>
        <location filename="../plugin/gui/series_dock/choice_bar.py"/>
        <source>No smoothing</source>
        <translation>Keine Glättung</translation>
    </message>
    <message>
        <location filename="../plugin/gui/series_dock/choice_bar.py"/>
        <source>Savitzky–Golay</source>
        <translation>Savitzky–Golay</translation>
    </message>
    <message>
        <location filename="../plugin/gui/series_dock/choice_bar.py"/>
        <source>Harmonic</source>
        <translation>Harmonisch</translation>
    </message>
    <message>
        <location filename="../plugin/gui/series_dock/dock.py"/>
        <source>Time series</source>
        <translation>Zeitreihe</translation>
    </message>
    <message>
        <location filename="../plugin/gui/series_dock/dock.py"/>
        <source>Pick on the map</source>
        <translation>Auf der Karte wählen</translation>
    </message>
    <message>
        <location filename="../plugin/gui/series_dock/dock.py"/>
        <source>Move over the map to see series; click to pin, drag a pin, Del removes, Esc leaves</source>
        <translation>Über die Karte fahren, um Zeitreihen zu sehen; Klicken setzt einen Pin, Ziehen verschiebt ihn, Entf entfernt ihn, Esc beendet</translation>
    </message>
    <message>
        <location filename="../plugin/gui/series_dock/dock.py"/>
        <source>Draw a polygon</source>
        <translation>Ein Polygon zeichnen</translation>
    </message>
    <message>
        <location filename="../plugin/gui/series_dock/dock.py"/>
        <source>Left click adds a corner, right click closes the polygon</source>
        <translation>Linksklick fügt eine Ecke hinzu, Rechtsklick schließt das Polygon</translation>
    </message>
    <message>
        <location filename="../plugin/gui/series_dock/dock.py"/>
        <source>Pin the selected features</source>
        <translation>Pins auf die gewählten Objekte setzen</translation>
    </message>
    <message>
        <location filename="../plugin/gui/series_dock/dock.py"/>
        <source>Pin the selected points and polygons of the active layer</source>
        <translation>Pins auf die gewählten Punkte und Polygone des aktiven Layers setzen</translation>
    </message>
    <message>
        <location filename="../plugin/gui/series_dock/dock.py"/>
        <source>Seasons</source>
        <translation>Jahresgänge</translation>
    </message>
    <message>
        <location filename="../plugin/gui/series_dock/dock.py"/>
        <source>One line for each year, over each other</source>
        <translation>Eine Linie je Jahr, übereinandergelegt</translation>
    </message>
    <message>
        <location filename="../plugin/gui/series_dock/dock.py"/>
        <source>Export</source>
        <translation>Exportieren</translation>
    </message>
    <message>
        <location filename="../plugin/gui/series_dock/dock.py"/>
        <source>Save or copy the series, the plot and the pins</source>
        <translation>Die Zeitreihen, das Diagramm und die Pins speichern oder kopieren</translation>
    </message>
    <message>
        <location filename="../plugin/gui/series_dock/export_desk.py"/>
        <source>Table as CSV, one line for each value …</source>
        <translation>Tabelle als CSV, eine Zeile je Wert …</translation>
    </message>
    <message>
        <location filename="../plugin/gui/series_dock/export_desk.py"/>
        <source>Table as CSV, one line for each date …</source>
        <translation>Tabelle als CSV, eine Zeile je Tag …</translation>
    </message>
    <message>
        <location filename="../plugin/gui/series_dock/export_desk.py"/>
        <source>Copy the table</source>
        <translation>Die Tabelle kopieren</translation>
    </message>
    <message>
        <location filename="../plugin/gui/series_dock/export_desk.py"/>
        <source>Plot as PNG or SVG …</source>
        <translation>Diagramm als PNG oder SVG …</translation>
    </message>
    <message>
        <location filename="../plugin/gui/series_dock/export_desk.py"/>
        <source>Copy the plot</source>
        <translation>Das Diagramm kopieren</translation>
    </message>
    <message>
        <location filename="../plugin/gui/series_dock/export_desk.py"/>
        <source>Pins as a layer</source>
        <translation>Pins als Layer</translation>
    </message>
    <message>
        <location filename="../plugin/gui/series_dock/export_desk.py"/>
        <source>Pins as GeoPackage …</source>
        <translation>Pins als GeoPackage …</translation>
    </message>
    <message>
        <location filename="../plugin/gui/series_dock/export_desk.py"/>
        <source>Copy as Python</source>
        <translation>Als Python kopieren</translation>
    </message>
    <message>
        <location filename="../plugin/gui/series_dock/export_desk.py"/>
        <source>Save the pins and copy as qgis_process …</source>
        <translation>Pins speichern und als qgis_process kopieren …</translation>
    </message>
    <message>
        <location filename="../plugin/gui/series_dock/export_desk.py"/>
        <source>The table was copied.</source>
        <translation>Die Tabelle wurde kopiert.</translation>
    </message>
    <message>
        <location filename="../plugin/gui/series_dock/export_desk.py"/>
        <source>The plot was copied.</source>
        <translation>Das Diagramm wurde kopiert.</translation>
    </message>
    <message>
        <location filename="../plugin/gui/series_dock/export_desk.py"/>
        <source>The commands were copied.</source>
        <translation>Die Befehle wurden kopiert.</translation>
    </message>
    <message>
        <location filename="../plugin/gui/series_dock/export_desk.py"/>
        <source>Pins</source>
        <translation>Pins</translation>
    </message>
    <message>
        <location filename="../plugin/gui/series_dock/export_desk.py"/>
        <source>Save the pins</source>
        <translation>Die Pins speichern</translation>
    </message>
    <message>
        <location filename="../plugin/gui/series_dock/export_desk.py"/>
        <source>The command was copied.</source>
        <translation>Der Befehl wurde kopiert.</translation>
    </message>
    <message>
        <location filename="../plugin/gui/series_dock/export_desk.py"/>
        <source>Save the plot</source>
        <translation>Das Diagramm speichern</translation>
    </message>
    <message>
        <location filename="../plugin/gui/series_dock/export_desk.py"/>
        <source>Save the table</source>
        <translation>Die Tabelle speichern</translation>
    </message>
    <message>
        <location filename="../plugin/gui/series_dock/export_desk.py"/>
        <source>A command needs a stack; live series are in none.</source>
        <translation>Ein Befehl braucht einen Stapel; Live-Reihen liegen in keinem.</translation>
    </message>
    <message>
        <location filename="../plugin/gui/series_dock/export_desk.py"/>
        <source>There is no series yet; pin a place first.</source>
        <translation>Es gibt noch keine Zeitreihe; setzen Sie zuerst einen Pin.</translation>
    </message>
    <message>
        <location filename="../plugin/gui/series_dock/export_desk.py"/>
        <source>{file} was written.</source>
        <translation>{file} wurde geschrieben.</translation>
    </message>
    <message>
        <location filename="../plugin/gui/series_dock/feature_pins.py"/>
        <source>Make a layer of points or polygons the active one, and select features in it.</source>
        <translation>Machen Sie einen Layer mit Punkten oder Polygonen zum aktiven und wählen Sie Objekte darin aus.</translation>
    </message>
    <message>
        <location filename="../plugin/gui/series_dock/feature_pins.py"/>
        <source>No feature of {layer} is selected.</source>
        <translation>In {layer} ist kein Objekt ausgewählt.</translation>
    </message>
    <message>
        <location filename="../plugin/gui/series_dock/feature_pins.py"/>
        <source>Only the first {count} places were pinned.</source>
        <translation>Nur auf die ersten {count} Orte wurden Pins gesetzt.</translation>
    </message>
    <message>
        <location filename="../plugin/gui/series_dock/live_form.py"/>
        <source>Live from a connection</source>
        <translation>Live von einer Verbindung</translation>
    </message>
    <message>
        <location filename="../plugin/gui/series_dock/live_form.py"/>
        <source>Connection</source>
        <translation>Verbindung</translation>
    </message>
    <message>
        <location filename="../plugin/gui/series_dock/live_form.py"/>
        <source>Start</source>
        <translation>Beginn</translation>
    </message>
    <message>
        <location filename="../plugin/gui/series_dock/live_form.py"/>
        <source>End</source>
        <translation>Ende</translation>
    </message>
    <message>
        <location filename="../plugin/gui/series_dock/live_form.py"/>
        <source>Clouds at most</source>
        <translation>Wolken höchstens</translation>
    </message>
    <message>
        <location filename="../plugin/gui/series_dock/live_side.py"/>
        <source>Live: {name}</source>
        <translation>Live: {name}</translation>
    </message>
    <message>
        <location filename="../plugin/gui/series_dock/live_side.py"/>
        <source>a click here: {price}</source>
        <translation>ein Klick hier: {price}</translation>
    </message>
    <message>
        <location filename="../plugin/gui/series_dock/live_side.py"/>
        <source>{share} %</source>
        <translation>{share} %</translation>
    </message>
    <message>
        <location filename="../plugin/gui/series_dock/live_side.py"/>
        <source>free of charge</source>
        <translation>kostenlos</translation>
    </message>
    <message>
        <location filename="../plugin/gui/series_dock/live_side.py"/>
        <source>{units} PU spent, {total} in all</source>
        <translation>{units} PU verbraucht, {total} insgesamt</translation>
    </message>
    <message>
        <location filename="../plugin/gui/series_dock/live_side.py"/>
        <source>price not known yet</source>
        <translation>Preis noch nicht bekannt</translation>
    </message>
    <message>
        <location filename="../plugin/gui/series_dock/live_side.py"/>
        <source>about {units} PU</source>
        <translation>etwa {units} PU</translation>
    </message>
    <message>
        <location filename="../plugin/gui/series_dock/live_side.py"/>
        <source>{units} PU</source>
        <translation>{units} PU</translation>
    </message>
    <message>
        <location filename="../plugin/gui/series_dock/panel.py"/>
        <source>Show this date on the map</source>
        <translation>Dieses Datum auf der Karte zeigen</translation>
    </message>
    <message>
        <location filename="../plugin/gui/series_dock/panel.py"/>
        <source>Compare with this date</source>
        <translation>Mit diesem Datum vergleichen</translation>
    </message>
    <message>
        <location filename="../plugin/gui/series_dock/pin_list.py"/>
        <source>Colour</source>
        <translation>Farbe</translation>
    </message>
    <message>
        <location filename="../plugin/gui/series_dock/pin_list.py"/>
        <source>Choose the pin's colour</source>
        <translation>Die Farbe des Pins wählen</translation>
    </message>
    <message>
        <location filename="../plugin/gui/series_dock/pin_list.py"/>
        <source>Zoom</source>
        <translation>Zoomen</translation>
    </message>
    <message>
        <location filename="../plugin/gui/series_dock/pin_list.py"/>
        <source>Zoom to the pin</source>
        <translation>Auf den Pin zoomen</translation>
    </message>
    <message>
        <location filename="../plugin/gui/series_dock/pin_list.py"/>
        <source>Remove the pin (Del)</source>
        <translation>Den Pin entfernen (Entf)</translation>
    </message>
    <message>
        <location filename="../plugin/gui/series_dock/pin_list.py"/>
        <source>Colour of the pin</source>
        <translation>Farbe des Pins</translation>
    </message>
    <message>
        <location filename="../plugin/gui/series_dock/places.py"/>
        <source>Area {number}</source>
        <translation>Fläche {number}</translation>
    </message>
    <message>
        <location filename="../plugin/gui/series_dock/places.py"/>
        <source>Pin {number}</source>
        <translation>Pin {number}</translation>
    </message>
    <message>
        <location filename="../plugin/gui/series_dock/places.py"/>
        <source>Mouse</source>
        <translation>Maus</translation>
    </message>
    <message>
        <location filename="../plugin/gui/series_dock/plot_maker.py"/>
        <source>{series}, smoothed</source>
        <translation>{series}, geglättet</translation>
    </message>
    <message>
        <location filename="../plugin/gui/series_dock/plot_maker.py"/>
        <source>{series}, 10–90 % of the pixels</source>
        <translation>{series}, 10–90 % der Pixel</translation>
    </message>
    <message>
        <location filename="../plugin/gui/series_dock/plot_maker.py"/>
        <source>no data</source>
        <translation>keine Daten</translation>
    </message>
    <message>
        <location filename="../plugin/gui/series_dock/plot_maker.py"/>
        <source>cloudy</source>
        <translation>bewölkt</translation>
    </message>
    <message>
        <location filename="../plugin/gui/series_dock/plot_maker.py"/>
        <source>{share} % valid</source>
        <translation>{share} % gültig</translation>
    </message>
    <message>
        <location filename="../plugin/gui/series_dock/reasons.py"/>
        <source>Choose a raster layer whose bands carry dates.</source>
        <translation>Wählen Sie einen Rasterlayer, dessen Kanäle ein Datum tragen.</translation>
    </message>
    <message>
        <location filename="../plugin/gui/series_dock/reasons.py"/>
        <source>Looking at the stack …</source>
        <translation>Der Stapel wird angesehen …</translation>
    </message>
    <message>
        <location filename="../plugin/gui/series_dock/reasons.py"/>
        <source>Switch on the tool, then move over the map; a click pins a place.</source>
        <translation>Schalten Sie das Werkzeug ein und fahren Sie dann über die Karte; ein Klick setzt einen Pin.</translation>
    </message>
    <message>
        <location filename="../plugin/gui/series_dock/reasons.py"/>
        <source>Live series are those of points; click the map.</source>
        <translation>Live-Reihen gibt es für Punkte; klicken Sie auf die Karte.</translation>
    </message>
    <message>
        <location filename="../plugin/gui/series_dock/reasons.py"/>
        <source>Tick a band or an index, or write a formula.</source>
        <translation>Wählen Sie ein Band oder einen Index, oder schreiben Sie eine Formel.</translation>
    </message>
    <message>
        <location filename="../plugin/gui/series_dock/series_place.py"/>
        <source>Click the map, see the years; click the years, see the map</source>
        <translation>Auf die Karte klicken und die Jahre sehen; auf die Jahre klicken und die Karte sehen</translation>
    </message>
    <message>
        <location filename="../plugin/gui/series_dock/stacks.py"/>
        <source>Time series: look at the stack</source>
        <translation>Zeitreihe: Stapel ansehen</translation>
    </message>
    <message>
        <location filename="../plugin/gui/series_plot/export.py"/>
        <source>This QGIS comes without Qt's SVG module. Save the plot as PNG instead.</source>
        <translation>Dieses QGIS hat Qts SVG-Modul nicht. Speichern Sie das Diagramm stattdessen als PNG.</translation>
    </message>
    <message>
        <location filename="../plugin/gui/series_plot/export.py"/>
        <source>A plot can be saved as .png or .svg.</source>
        <translation>Ein Diagramm kann als .png oder .svg gespeichert werden.</translation>
    </message>
    <message>
        <location filename="../plugin/gui/series_plot/legend.py"/>
        <source>not clear</source>
        <translation>nicht wolkenfrei</translation>
    </message>
    <message>
        <location filename="../plugin/gui/series_plot/legend.py"/>
        <source>{first} (pale) to {last} (strong)</source>
        <translation>{first} (blass) bis {last} (kräftig)</translation>
    </message>
    <message>
        <location filename="../plugin/gui/series_plot/readout.py"/>
        <source>and {count} more</source>
        <translation>und {count} weitere</translation>
    </message>
    <message>
        <location filename="../plugin/gui/series_plot/readout.py"/>
        <source>Computed lines: {names}.</source>
        <translation>Berechnete Linien: {names}.</translation>
    </message>
    <message>
        <location filename="../plugin/gui/series_plot/readout.py"/>
        <source>Ribbons: {names}.</source>
        <translation>Streubereiche: {names}.</translation>
    </message>
    <message>
        <location filename="../plugin/gui/series_plot/readout.py"/>
        <source>Nothing to show.</source>
        <translation>Nichts zu zeigen.</translation>
    </message>
    <message>
        <location filename="../plugin/gui/series_plot/readout.py"/>
        <source>{label}: no values.</source>
        <translation>{label}: keine Werte.</translation>
    </message>
    <message>
        <location filename="../plugin/gui/series_plot/readout.py"/>
        <source>{label}: {count} values from {first} to {last}, {unclear} of them not clear; from {low} to {high}, the last one {value}.</source>
        <translation>{label}: {count} Werte von {first} bis {last}, {unclear} davon nicht klar; von {low} bis {high}, der letzte {value}.</translation>
    </message>
    <message>
        <location filename="../plugin/gui/series_plot/readout.py"/>
        <source>{value} (not clear)</source>
        <translation>{value} (nicht klar)</translation>
    </message>
    <message>
        <location filename="../plugin/gui/series_plot/readout.py"/>
        <source>{low} to {high}</source>
        <translation>{low} bis {high}</translation>
    </message>
    <message>
        <location filename="../plugin/gui/series_plot/widget.py"/>
        <source>Values over time</source>
        <translation>Werte über die Zeit</translation>
    </message>
    <message>
        <location filename="../plugin/gui/suggestion_widget.py"/>
        <source>the one of the connection</source>
        <translation>die der Verbindung</translation>
    </message>
    <message>
        <location filename="../plugin/gui/suggestion_widget.py"/>
        <source>the first one of the collection</source>
        <translation>der erste der Kollektion</translation>
    </message>
    <message>
        <location filename="../processing_provider/base.py"/>
        <source>Acquire</source>
        <translation>Daten beziehen</translation>
    </message>
    <message>
        <location filename="../processing_provider/base.py"/>
        <source>Stack</source>
        <translation>Stapel</translation>
    </message>
    <message>
        <location filename="../processing_provider/build_evalscript.py"/>
        <source>Build evalscript</source>
        <translation>Evalscript erstellen</translation>
    </message>
    <message>
        <location filename="../processing_provider/build_evalscript.py"/>
        <source>javascript,custom script,sentinel hub,ndvi,median,cloudless mosaic,composite,generator</source>
        <translation>javascript,custom script,eigenes skript,sentinel hub,ndvi,median,wolkenfreies mosaik,komposit,generator</translation>
    </message>
    <message>
        <location filename="../processing_provider/build_evalscript.py"/>
        <source>Writes an Evalscript V3 from your choices: a stack, an index or a cloudless composite.</source>
        <translation>Schreibt ein Evalscript V3 nach Ihrer Auswahl: einen Stapel, einen Index oder ein wolkenfreies Komposit.</translation>
    </message>
    <message>
        <location filename="../processing_provider/build_evalscript.py"/>
        <source>Writes a short script with comments that you can read, change and run: with 'Run evalscript' on this computer, with 'Fetch temporal stack', or in any other tool that speaks to the service.

stack: the bands of all scenes. index: an index of all scenes. composite: one image of many scenes, with clouds left out. Bands come in ascending time.

'Fetch temporal stack' runs a script once per day, with that day's scenes only: give it a script for a stack or an index and choose the scenes there, not here.</source>
        <translation>Schreibt ein kurzes, kommentiertes Skript, das Sie lesen, ändern und ausführen können: mit „Evalscript ausführen“ auf diesem Rechner, mit „Zeitstapel abrufen“ oder in jedem anderen Programm, das mit dem Dienst spricht.

stack: die Kanäle aller Szenen. index: ein Index aller Szenen. composite: ein Bild aus vielen Szenen, ohne Wolken. Die Kanäle sind zeitlich aufsteigend geordnet.

„Zeitstapel abrufen“ führt ein Skript einmal je Tag aus, nur mit den Szenen dieses Tages: Geben Sie dort ein Skript für einen Stapel oder einen Index an, und wählen Sie die Szenen dort, nicht hier.</translation>
    </message>
    <message>
        <location filename="../processing_provider/build_evalscript.py"/>
        <source>Product</source>
        <translation>Produkt</translation>
    </message>
    <message>
        <location filename="../processing_provider/build_evalscript.py"/>
        <source>stack: bands of all scenes. index: an index of all scenes. composite: one image of many scenes.</source>
        <translation>stack: Kanäle aller Szenen. index: ein Index aller Szenen. composite: ein Bild aus vielen Szenen.</translation>
    </message>
    <message>
        <location filename="../processing_provider/build_evalscript.py"/>
        <source>Which data collection, for example sentinel-2-l2a or landsat-ot-l2. Empty: Sentinel-2 L2A.</source>
        <translation>Welche Datenkollektion, zum Beispiel sentinel-2-l2a oder landsat-ot-l2. Leer: Sentinel-2 L2A.</translation>
    </message>
    <message>
        <location filename="../processing_provider/build_evalscript.py"/>
        <source>List the dates as user data</source>
        <translation>Tage als Nutzerdaten auflisten</translation>
    </message>
    <message>
        <location filename="../processing_provider/build_evalscript.py"/>
        <source>Only the Process and Batch API hand user data out, and 'Run evalscript'.</source>
        <translation>Nur die Process API, die Batch API und „Evalscript ausführen“ geben Nutzerdaten heraus.</translation>
    </message>
    <message>
        <location filename="../processing_provider/build_evalscript.py"/>
        <source>The file to write, a plain text.</source>
        <translation>Die zu schreibende Datei, reiner Text.</translation>
    </message>
    <message>
        <location filename="../processing_provider/build_evalscript.py"/>
        <source>Text of the script</source>
        <translation>Text des Skripts</translation>
    </message>
    <message>
        <location filename="../processing_provider/build_evalscript.py"/>
        <source>Names of the bands of a stack or a composite, separated by commas. An index names its own.</source>
        <translation>Namen der Kanäle eines Stapels oder Komposits, durch Kommas getrennt. Ein Index bestimmt seine Kanäle selbst.</translation>
    </message>
    <message>
        <location filename="../processing_provider/build_evalscript.py"/>
        <source>Index</source>
        <translation>Index</translation>
    </message>
    <message>
        <location filename="../processing_provider/build_evalscript.py"/>
        <source>For an index. It is computed of reflectances. custom: the formula below.</source>
        <translation>Für einen Index. Er wird aus Reflexionsgraden berechnet. custom: die Formel unten.</translation>
    </message>
    <message>
        <location filename="../processing_provider/build_evalscript.py"/>
        <source>For the index custom: band names, numbers, + - * / ^, brackets, abs, sqrt, exp, ln, log10, min and max, for example (B08-B04)/(B08+B04). Bands come in the units chosen.</source>
        <translation>Für den Index custom: Kanalnamen, Zahlen, + - * / ^, Klammern, abs, sqrt, exp, ln, log10, min und max, zum Beispiel (B08-B04)/(B08+B04). Die Kanäle haben die gewählten Einheiten.</translation>
    </message>
    <message>
        <location filename="../processing_provider/build_evalscript.py"/>
        <source>Method</source>
        <translation>Methode</translation>
    </message>
    <message>
        <location filename="../processing_provider/build_evalscript.py"/>
        <source>For a composite. median, mean, percentile: of each band. max_ndvi: all bands of the greenest sample. least_cloudy: all bands of the least cloudy scene.</source>
        <translation>Für ein Komposit. median, mean, percentile: je Kanal. max_ndvi: alle Kanäle des grünsten Samples. least_cloudy: alle Kanäle der wolkenärmsten Szene.</translation>
    </message>
    <message>
        <location filename="../processing_provider/build_evalscript.py"/>
        <source>Percentile</source>
        <translation>Perzentil</translation>
    </message>
    <message>
        <location filename="../processing_provider/build_evalscript.py"/>
        <source>For the method percentile: 0 is the lowest value, 100 the highest. Interpolated linearly.</source>
        <translation>Für die Methode percentile: 0 ist der niedrigste Wert, 100 der höchste. Linear interpoliert.</translation>
    </message>
    <message>
        <location filename="../processing_provider/build_evalscript.py"/>
        <source>Units</source>
        <translation>Einheiten</translation>
    </message>
    <message>
        <location filename="../processing_provider/build_evalscript.py"/>
        <source>DN: digital numbers. REFLECTANCE: reflectance, times 10000 when written as whole numbers.</source>
        <translation>DN: Digitalwerte. REFLECTANCE: Reflexionsgrad, mal 10000, wenn ganze Zahlen geschrieben werden.</translation>
    </message>
    <message>
        <location filename="../processing_provider/build_evalscript.py"/>
        <source>Sample type</source>
        <translation>Datentyp</translation>
    </message>
    <message>
        <location filename="../processing_provider/build_evalscript.py"/>
        <source>Type of the numbers in the image. Empty: INT16 for an index (times 10000), UINT16 for digital numbers and reflectance, FLOAT32 for anything else.</source>
        <translation>Typ der Zahlen im Bild. Leer: INT16 für einen Index (mal 10000), UINT16 für Digitalwerte und Reflexionsgrad, FLOAT32 für alles andere.</translation>
    </message>
    <message>
        <location filename="../processing_provider/build_evalscript.py"/>
        <source>No-data value</source>
        <translation>Leerwert</translation>
    </message>
    <message>
        <location filename="../processing_provider/build_evalscript.py"/>
        <source>Value of pixels without data. Empty: 0 for unsigned types, -32768 for INT16, NaN for FLOAT32.</source>
        <translation>Wert der Pixel ohne Daten. Leer: 0 bei vorzeichenlosen Typen, -32768 bei INT16, NaN bei FLOAT32.</translation>
    </message>
    <message>
        <location filename="../processing_provider/build_evalscript.py"/>
        <source>Cloud mask</source>
        <translation>Wolkenmaske</translation>
    </message>
    <message>
        <location filename="../processing_provider/build_evalscript.py"/>
        <source>auto: what suits the collection, and nothing for a stack. SCL: scene classes (Sentinel-2 L2A). CLM, CLP: s2cloudless. CLD: cloud probability. BQA: Landsat. QA: HLS. Pixels without data never count.</source>
        <translation>auto: was zur Kollektion passt, bei einem Stapel keine. SCL: Szenenklassen (Sentinel-2 L2A). CLM, CLP: s2cloudless. CLD: Wolkenwahrscheinlichkeit. BQA: Landsat. QA: HLS. Pixel ohne Daten zählen nie mit.</translation>
    </message>
    <message>
        <location filename="../processing_provider/build_evalscript.py"/>
        <source>Classes that are left out</source>
        <translation>Klassen, die ausgelassen werden</translation>
    </message>
    <message>
        <location filename="../processing_provider/build_evalscript.py"/>
        <source>Classes of SCL, or bits of BQA and QA, for example 3,8,9,10. Empty: clouds and their shadows.</source>
        <translation>Klassen von SCL oder Bits von BQA und QA, zum Beispiel 3,8,9,10. Leer: Wolken und ihre Schatten.</translation>
    </message>
    <message>
        <location filename="../processing_provider/build_evalscript.py"/>
        <source>Cloud probability (%)</source>
        <translation>Wolkenwahrscheinlichkeit (%)</translation>
    </message>
    <message>
        <location filename="../processing_provider/build_evalscript.py"/>
        <source>For CLP and CLD: from this probability on a pixel is left out.</source>
        <translation>Für CLP und CLD: Ab dieser Wahrscheinlichkeit wird ein Pixel ausgelassen.</translation>
    </message>
    <message>
        <location filename="../processing_provider/build_evalscript.py"/>
        <source>ORBIT: one time step a day, its source tiles merged. TILE: one time step for each source tile.</source>
        <translation>ORBIT: ein Zeitschritt je Tag, dessen Quellkacheln zusammengefügt werden. TILE: ein Zeitschritt je Quellkachel.</translation>
    </message>
    <message>
        <location filename="../processing_provider/build_evalscript.py"/>
        <source>Scenes</source>
        <translation>Szenen</translation>
    </message>
    <message>
        <location filename="../processing_provider/build_evalscript.py"/>
        <source>Which days to use: all, the first of each month, or the clearest of each month, ten days or period. With ORBIT the clearest day is found only after all days were read and paid for.</source>
        <translation>Welche Tage verwendet werden: alle, der jeweils erste eines Monats oder der wolkenärmste eines Monats, von zehn Tagen oder eines Zeitabschnitts. Bei ORBIT steht der wolkenärmste Tag erst fest, wenn alle Tage gelesen und bezahlt sind.</translation>
    </message>
    <message>
        <location filename="../processing_provider/build_evalscript.py"/>
        <source>Days of a period</source>
        <translation>Tage je Zeitabschnitt</translation>
    </message>
    <message>
        <location filename="../processing_provider/build_evalscript.py"/>
        <source>For clearest_of_n_days. Periods are counted from 1 January of each year.</source>
        <translation>Für clearest_of_n_days. Die Zeitabschnitte zählen ab dem 1. Januar jedes Jahres.</translation>
    </message>
    <message>
        <location filename="../processing_provider/build_evalscript.py"/>
        <source>Months</source>
        <translation>Monate</translation>
    </message>
    <message>
        <location filename="../processing_provider/build_evalscript.py"/>
        <source>Months of the year to keep, for example 5,6,7,8,9. Empty keeps all.</source>
        <translation>Monate des Jahres, die behalten werden, zum Beispiel 5,6,7,8,9. Leer behält alle.</translation>
    </message>
    <message>
        <location filename="../processing_provider/build_evalscript.py"/>
        <source>Dates</source>
        <translation>Tage</translation>
    </message>
    <message>
        <location filename="../processing_provider/build_evalscript.py"/>
        <source>Days to keep, for example 2020-05-04,2020-05-09. Empty keeps all.</source>
        <translation>Tage, die behalten werden, zum Beispiel 2020-05-04,2020-05-09. Leer behält alle.</translation>
    </message>
    <message>
        <location filename="../processing_provider/build_evalscript.py"/>
        <source>Intervals to keep</source>
        <translation>Zeiträume, die behalten werden</translation>
    </message>
    <message>
        <location filename="../processing_provider/build_evalscript.py"/>
        <source>First and last days, for example 2020-04-01/2020-05-31,2020-08-01/2020-09-30. Empty keeps all.</source>
        <translation>Erste und letzte Tage, zum Beispiel 2020-04-01/2020-05-31,2020-08-01/2020-09-30. Leer behält alle.</translation>
    </message>
    <message>
        <location filename="../processing_provider/build_evalscript.py"/>
        <source>Intervals to leave out</source>
        <translation>Zeiträume, die ausgelassen werden</translation>
    </message>
    <message>
        <location filename="../processing_provider/build_evalscript.py"/>
        <source>First and last days, written as for intervals to keep.</source>
        <translation>Erste und letzte Tage, geschrieben wie bei den Zeiträumen, die behalten werden.</translation>
    </message>
    <message>
        <location filename="../processing_provider/build_evalscript.py"/>
        <source>Months back</source>
        <translation>Monate zurück</translation>
    </message>
    <message>
        <location filename="../processing_provider/build_evalscript.py"/>
        <source>Keep only so many months before the end of the request; 0 keeps all. Needs ORBIT.</source>
        <translation>Nur so viele Monate vor dem Ende der Anfrage behalten; 0 behält alle. Braucht ORBIT.</translation>
    </message>
    <message>
        <location filename="../processing_provider/check_evalscript.py"/>
        <source>Check evalscript</source>
        <translation>Evalscript prüfen</translation>
    </message>
    <message>
        <location filename="../processing_provider/check_evalscript.py"/>
        <source>evalscript,sentinel hub,javascript,validate,lint,report,errors,script</source>
        <translation>evalscript,sentinel hub,javascript,validate,prüfen,lint,bericht,fehler,skript</translation>
    </message>
    <message>
        <location filename="../processing_provider/check_evalscript.py"/>
        <source>Says what is wrong with an evalscript, line by line, and what to do about it.</source>
        <translation>Sagt Zeile für Zeile, was an einem Evalscript nicht stimmt und was dagegen zu tun ist.</translation>
    </message>
    <message>
        <location filename="../processing_provider/check_evalscript.py"/>
        <source>Reads an evalscript, runs it on a few invented pixels with plausible values, and reports what the service would refuse (errors), what probably gives wrong values (warnings), and what could be better (hints). Each finding has the line, the problem, and what to do.

Nothing is asked over the network and no processing unit is spent. The script runs for about a second at most and reaches neither files nor the network.</source>
        <translation>Liest ein Evalscript, führt es auf einigen erfundenen Pixeln mit plausiblen Werten aus und meldet, was der Dienst ablehnen würde (Fehler), was vermutlich falsche Werte ergibt (Warnungen) und was besser sein könnte (Hinweise). Zu jedem Befund gehören die Zeile, das Problem und was zu tun ist.

Es wird nichts über das Netzwerk angefragt und keine Verarbeitungseinheit verbraucht. Das Skript läuft höchstens etwa eine Sekunde und hat weder auf Dateien noch auf das Netzwerk Zugriff.</translation>
    </message>
    <message>
        <location filename="../processing_provider/check_evalscript.py"/>
        <source>The script: its text, or the path of a .js file.</source>
        <translation>Das Skript: sein Text oder der Pfad einer .js-Datei.</translation>
    </message>
    <message>
        <location filename="../processing_provider/check_evalscript.py"/>
        <source>The data collection the script is for, as sentinel-2-l2a; its bands and units are checked then.</source>
        <translation>Die Datenkollektion, für die das Skript gedacht ist, etwa sentinel-2-l2a; ihre Kanäle und Einheiten werden dann geprüft.</translation>
    </message>
    <message>
        <location filename="../processing_provider/check_evalscript.py"/>
        <source>Service</source>
        <translation>Dienst</translation>
    </message>
    <message>
        <location filename="../processing_provider/check_evalscript.py"/>
        <source>OGC: WCS and WMS, which answer one image. PROCESS: the Process API, which answers every output.</source>
        <translation>OGC: WCS und WMS, die ein Bild liefern. PROCESS: die Process API, die jede Ausgabe liefert.</translation>
    </message>
    <message>
        <location filename="../processing_provider/check_evalscript.py"/>
        <source>Report</source>
        <translation>Bericht</translation>
    </message>
    <message>
        <location filename="../processing_provider/check_evalscript.py"/>
        <source>A page with the report, to keep or to send.</source>
        <translation>Eine Seite mit dem Bericht, zum Aufbewahren oder Verschicken.</translation>
    </message>
    <message>
        <location filename="../processing_provider/check_evalscript.py"/>
        <source>Valid: there are no errors</source>
        <translation>Gültig: Es gibt keine Fehler</translation>
    </message>
    <message>
        <location filename="../processing_provider/check_evalscript.py"/>
        <source>Report as HTML</source>
        <translation>Bericht als HTML</translation>
    </message>
    <message>
        <location filename="../processing_provider/check_evalscript.py"/>
        <source>Report as text</source>
        <translation>Bericht als Text</translation>
    </message>
    <message>
        <location filename="../processing_provider/check_evalscript.py"/>
        <source>Number of errors</source>
        <translation>Anzahl der Fehler</translation>
    </message>
    <message>
        <location filename="../processing_provider/check_evalscript.py"/>
        <source>Number of warnings</source>
        <translation>Anzahl der Warnungen</translation>
    </message>
    <message>
        <location filename="../processing_provider/check_evalscript.py"/>
        <source>Number of hints</source>
        <translation>Anzahl der Hinweise</translation>
    </message>
    <message>
        <location filename="../processing_provider/composite_stack.py"/>
        <source>Composite stack</source>
        <translation>Komposit eines Stapels</translation>
    </message>
    <message>
        <location filename="../processing_provider/composite_stack.py"/>
        <source>mosaic,median,mean,monthly,dekad,season,best pixel,maximum ndvi,cloud free,aggregate</source>
        <translation>Mosaik,Median,Mittel,monatlich,Dekade,Jahreszeit,bestes Pixel,höchster ndvi,wolkenfrei,zusammenfassen</translation>
    </message>
    <message>
        <location filename="../processing_provider/composite_stack.py"/>
        <source>Makes one image of all dates of a month, ten days, a season, a year or the whole stack.</source>
        <translation>Macht ein Bild aus allen Zeitpunkten eines Monats, von zehn Tagen, einer Jahreszeit, eines Jahres oder des ganzen Stapels.</translation>
    </message>
    <message>
        <location filename="../processing_provider/composite_stack.py"/>
        <source>Periods are those of the UTC calendar; the date of a step is the first day of its period. '10 days' start on the 1st, 11th and 21st of each month, seasons in December, March, June and September; any other number of days counts from the first date of the stack.

median, mean, min, max, percentile and count look at each band alone; percentile is read linearly between the two nearest values, as numpy does. least_cloudy and max_ndvi choose one date for each pixel and take all its bands; an extra band DATE tells it, in days since 1970-01-01. least_cloudy goes by the cloud cover of the dates as the stack tells it, else by the mask.

With a mask band, only clear observations take part.</source>
        <translation>Zeiträume sind die des UTC-Kalenders; das Datum eines Schritts ist der erste Tag seines Zeitraums. '10 days' beginnen am 1., 11. und 21. jedes Monats, Jahreszeiten im Dezember, März, Juni und September; jede andere Anzahl von Tagen zählt ab dem ersten Zeitpunkt des Stapels.

median, mean, min, max, percentile und count betrachten jedes Band für sich; percentile wird zwischen den beiden nächsten Werten linear gelesen, wie numpy es tut. least_cloudy und max_ndvi wählen für jedes Pixel einen Zeitpunkt und nehmen alle seine Bänder; ein zusätzliches Band DATE nennt ihn, in Tagen seit 1970-01-01. least_cloudy richtet sich nach der Bewölkung der Zeitpunkte, wie der Stapel sie nennt, sonst nach der Maske.

Mit einem Maskenband zählen nur klare Beobachtungen.</translation>
    </message>
    <message>
        <location filename="../processing_provider/composite_stack.py"/>
        <source>Period</source>
        <translation>Zeitraum</translation>
    </message>
    <message>
        <location filename="../processing_provider/composite_stack.py"/>
        <source>month, 10 days, season, year, all, or a number of days such as 16 days.</source>
        <translation>month, 10 days, season, year, all oder eine Anzahl von Tagen wie 16 days.</translation>
    </message>
    <message>
        <location filename="../processing_provider/composite_stack.py"/>
        <source>How the observations of a period become one value.</source>
        <translation>Wie aus den Beobachtungen eines Zeitraums ein Wert wird.</translation>
    </message>
    <message>
        <location filename="../processing_provider/composite_stack.py"/>
        <source>For the method percentile: 0 to 100.</source>
        <translation>Für die Methode percentile: 0 bis 100.</translation>
    </message>
    <message>
        <location filename="../processing_provider/composite_stack.py"/>
        <source>Keep empty periods</source>
        <translation>Leere Zeiträume behalten</translation>
    </message>
    <message>
        <location filename="../processing_provider/composite_stack.py"/>
        <source>Periods between the first and the last without any date become steps without data.</source>
        <translation>Zeiträume zwischen dem ersten und dem letzten ohne jeden Zeitpunkt werden Schritte ohne Daten.</translation>
    </message>
    <message>
        <location filename="../processing_provider/composite_stack.py"/>
        <source>Composites</source>
        <translation>Komposite</translation>
    </message>
    <message>
        <location filename="../processing_provider/estimate_cost.py"/>
        <source>Estimate cost</source>
        <translation>Kosten schätzen</translation>
    </message>
    <message>
        <location filename="../processing_provider/estimate_cost.py"/>
        <source>price,processing units,quota,requests,budget,sentinel,size</source>
        <translation>price,preis,kosten,processing units,verarbeitungseinheiten,quota,kontingent,anfragen,budget,sentinel,größe</translation>
    </message>
    <message>
        <location filename="../processing_provider/estimate_cost.py"/>
        <source>Tells what fetching a temporal stack will cost, and what would make it cheaper.</source>
        <translation>Sagt, was das Abrufen eines Zeitstapels kosten wird und was es günstiger machen würde.</translation>
    </message>
    <message>
        <location filename="../processing_provider/estimate_cost.py"/>
        <source>Takes the parameters of 'Fetch temporal stack', asks the service which scenes there are, fetches no pixels, and tells the processing units, requests and bytes of the fetch and the least time that the account's limits leave (300 requests and 300 processing units a minute are assumed).

Changes that would make the fetch cheaper are listed with what they save: one scene a month, a lower cloud limit, coarser pixels, fewer bands, UINT16 instead of FLOAT32.</source>
        <translation>Nimmt die Parameter von 'Zeitstapel abrufen', fragt den Dienst, welche Szenen es gibt, ruft keine Pixel ab und nennt die Verarbeitungseinheiten, Anfragen und Bytes des Abrufs sowie die Zeit, die er wegen der Grenzen des Kontos mindestens braucht (angenommen werden 300 Anfragen und 300 Verarbeitungseinheiten pro Minute).

Änderungen, die den Abruf günstiger machen würden, sind mit ihrer Ersparnis aufgelistet: eine Szene pro Monat, eine niedrigere Wolkengrenze, gröbere Pixel, weniger Kanäle, UINT16 statt FLOAT32.</translation>
    </message>
    <message>
        <location filename="../processing_provider/estimate_cost.py"/>
        <source>Bytes to transfer, before compression</source>
        <translation>Zu übertragende Bytes, vor der Komprimierung</translation>
    </message>
    <message>
        <location filename="../processing_provider/estimate_cost.py"/>
        <source>Number of time steps</source>
        <translation>Anzahl der Zeitschritte</translation>
    </message>
    <message>
        <location filename="../processing_provider/estimate_cost.py"/>
        <source>Dates, separated by commas</source>
        <translation>Tage, durch Kommas getrennt</translation>
    </message>
    <message>
        <location filename="../processing_provider/estimate_cost.py"/>
        <source>Minutes at the account's limits</source>
        <translation>Minuten bei den Grenzen des Kontos</translation>
    </message>
    <message>
        <location filename="../processing_provider/example_model.py"/>
        <source>Example models</source>
        <translation>Beispielmodelle</translation>
    </message>
    <message>
        <location filename="../processing_provider/example_model.py"/>
        <source>The model {file} cannot be read.</source>
        <translation>Das Modell {file} kann nicht gelesen werden.</translation>
    </message>
    <message>
        <location filename="../processing_provider/example_model.py"/>
        <source>A model of several steps, to be used as it is or as a start for your own: 'Open in the model designer' in its context menu shows the steps, and saves a changed copy among your own models.</source>
        <translation>Ein Modell aus mehreren Schritten, zum Gebrauch wie es ist oder als Anfang für ein eigenes: 'Im Modelldesigner öffnen' in seinem Kontextmenü zeigt die Schritte und speichert eine geänderte Kopie unter Ihren eigenen Modellen.</translation>
    </message>
    <message>
        <location filename="../processing_provider/example_models.py"/>
        <source>Monthly NDVI</source>
        <translation>Monatlicher NDVI</translation>
    </message>
    <message>
        <location filename="../processing_provider/example_models.py"/>
        <source>example,model,ndvi,monthly,median,composite,cloud free,vegetation,sentinel</source>
        <translation>Beispiel,Modell,ndvi,monatlich,Median,Komposit,wolkenfrei,Vegetation,Sentinel</translation>
    </message>
    <message>
        <location filename="../processing_provider/example_models.py"/>
        <source>Fetches an area, takes the clouds away, and makes one NDVI image for each month.</source>
        <translation>Ruft ein Gebiet ab, nimmt die Wolken heraus und macht ein NDVI-Bild für jeden Monat.</translation>
    </message>
    <message>
        <location filename="../processing_provider/example_models.py"/>
        <source>Fetch temporal stack › Mask stack › Index stack › Composite stack: every acquisition of the area, without clouds, shadows and cirrus, its NDVI, and the median of each month as one band.

The bands are a red one, a near infrared one and a mask band, which for Sentinel-2 L2A are B04, B08 and SCL.</source>
        <translation>Zeitstapel abrufen › Stapel maskieren › Index eines Stapels › Komposit eines Stapels: jede Aufnahme des Gebiets, ohne Wolken, Schatten und Zirren, ihr NDVI und der Median jedes Monats als ein Band.

Die Bänder sind ein rotes, eines im nahen Infrarot und ein Maskenband, bei Sentinel-2 L2A also B04, B08 und SCL.</translation>
    </message>
    <message>
        <location filename="../processing_provider/example_models.py"/>
        <source>A GeoTIFF with one band for each month. It appears when it is whole.</source>
        <translation>Ein GeoTIFF mit einem Band für jeden Monat. Es erscheint, wenn es vollständig ist.</translation>
    </message>
    <message>
        <location filename="../processing_provider/example_models.py"/>
        <source>NDVI series of parcels</source>
        <translation>NDVI-Reihen von Parzellen</translation>
    </message>
    <message>
        <location filename="../processing_provider/example_models.py"/>
        <source>example,model,ndvi,parcels,fields,polygons,zonal statistics,table,agriculture,sentinel</source>
        <translation>Beispiel,Modell,ndvi,Parzellen,Felder,Polygone,zonale Statistik,Tabelle,Landwirtschaft,Sentinel</translation>
    </message>
    <message>
        <location filename="../processing_provider/example_models.py"/>
        <source>Fetches the surroundings of parcels and writes a table with their NDVI on each date.</source>
        <translation>Ruft die Umgebung von Parzellen ab und schreibt eine Tabelle mit ihrem NDVI an jedem Tag.</translation>
    </message>
    <message>
        <location filename="../processing_provider/example_models.py"/>
        <source>Fetch temporal stack › Mask stack › Index stack › Zonal time series: every acquisition of the rectangle around the parcels, without clouds, shadows and cirrus, its NDVI, and a table with one line for each parcel and date. valid_share tells how much of the parcel was clear.

The bands are a red one, a near infrared one and a mask band, which for Sentinel-2 L2A are B04, B08 and SCL. The parcels that stand there at first are four fields of the demo.</source>
        <translation>Zeitstapel abrufen › Stapel maskieren › Index eines Stapels › Zonale Zeitreihen: jede Aufnahme des Rechtecks um die Parzellen, ohne Wolken, Schatten und Zirren, ihr NDVI und eine Tabelle mit einer Zeile je Parzelle und Tag. valid_share sagt, wie viel der Parzelle frei war.

Die Bänder sind ein rotes, eines im nahen Infrarot und ein Maskenband, bei Sentinel-2 L2A also B04, B08 und SCL. Die Parzellen, die zuerst dastehen, sind vier Felder der Demo.</translation>
    </message>
    <message>
        <location filename="../processing_provider/example_models.py"/>
        <source>The table to write; as a .csv, .gpkg, .xlsx or any other format of tables.</source>
        <translation>Die zu schreibende Tabelle; als .csv, .gpkg, .xlsx oder in einem anderen Tabellenformat.</translation>
    </message>
    <message>
        <location filename="../processing_provider/example_models.py"/>
        <source>Ten-day cube</source>
        <translation>Zehntageswürfel</translation>
    </message>
    <message>
        <location filename="../processing_provider/example_models.py"/>
        <source>example,model,datacube,dekad,interpolate,gap filling,netcdf,zarr,xarray,sentinel</source>
        <translation>Beispiel,Modell,Datenwürfel,Dekade,interpolieren,Lücken füllen,netcdf,zarr,xarray,Sentinel</translation>
    </message>
    <message>
        <location filename="../processing_provider/example_models.py"/>
        <source>Fetches an area, fills the gaps that clouds leave, and writes a cube with a step every ten days.</source>
        <translation>Ruft ein Gebiet ab, füllt die Lücken der Wolken und schreibt einen Würfel mit einem Schritt alle zehn Tage.</translation>
    </message>
    <message>
        <location filename="../processing_provider/example_models.py"/>
        <source>Fetch temporal stack › Regularise stack › Export cube: every acquisition of the area, the clear observations of each pixel interpolated onto every ten days, and a netCDF or Zarr cube that xarray opens. A variable with the ending _ORIGIN tells what was observed and what was filled.

The bands are those of the cube and a mask band, which for Sentinel-2 L2A is SCL.</source>
        <translation>Zeitstapel abrufen › Stapel mit gleichmäßigen Schritten › Würfel exportieren: jede Aufnahme des Gebiets, die wolkenfreien Beobachtungen jedes Pixels auf alle zehn Tage interpoliert, und ein Würfel in netCDF oder Zarr, den xarray öffnet. Eine Variable mit der Endung _ORIGIN sagt, was beobachtet und was gefüllt wurde.

Die Bänder sind die des Würfels und ein Maskenband, bei Sentinel-2 L2A SCL.</translation>
    </message>
    <message>
        <location filename="../processing_provider/example_models.py"/>
        <source>A .nc file, or a .zarr folder. One that is there already is replaced.</source>
        <translation>Eine .nc-Datei oder ein .zarr-Ordner. Was schon da ist, wird ersetzt.</translation>
    </message>
    <message>
        <location filename="../processing_provider/export_cube.py"/>
        <source>Export cube</source>
        <translation>Würfel exportieren</translation>
    </message>
    <message>
        <location filename="../processing_provider/export_cube.py"/>
        <source>netcdf,zarr,xarray,datacube,cf,convert,save,python,dask</source>
        <translation>netcdf,zarr,xarray,Datenwürfel,cf,umwandeln,speichern,python,dask</translation>
    </message>
    <message>
        <location filename="../processing_provider/export_cube.py"/>
        <source>Writes a stack as netCDF or Zarr with the dimensions time, y and x, as xarray expects them.</source>
        <translation>Schreibt einen Stapel als netCDF oder Zarr mit den Dimensionen time, y und x, wie xarray sie erwartet.</translation>
    </message>
    <message>
        <location filename="../processing_provider/export_cube.py"/>
        <source>One variable for each band, with coordinates of pixel centres and times in UTC after the CF conventions, the CRS as a grid mapping, and no-data value, scale and offset as attributes. The stored numbers stay as they are.

xarray opens the result with open_dataset('cube.nc') or open_zarr('cube.zarr').</source>
        <translation>Eine Variable je Band, mit Koordinaten der Pixelmitten und Zeiten in UTC nach den CF-Konventionen, dem KBS als Grid Mapping, und NoData-Wert, Skalierung und Versatz als Attributen. Die gespeicherten Zahlen bleiben, wie sie sind.

xarray öffnet das Ergebnis mit open_dataset('cube.nc') oder open_zarr('cube.zarr').</translation>
    </message>
    <message>
        <location filename="../processing_provider/export_cube.py"/>
        <source>A raster whose bands tell their dates.</source>
        <translation>Ein Raster, dessen Kanäle ihr Datum angeben.</translation>
    </message>
    <message>
        <location filename="../processing_provider/export_cube.py"/>
        <source>Format</source>
        <translation>Format</translation>
    </message>
    <message>
        <location filename="../processing_provider/export_cube.py"/>
        <source>AUTO: by the ending of the name, .nc or .zarr.</source>
        <translation>AUTO: nach der Endung des Namens, .nc oder .zarr.</translation>
    </message>
    <message>
        <location filename="../processing_provider/export_cube.py"/>
        <source>Cube</source>
        <translation>Würfel</translation>
    </message>
    <message>
        <location filename="../processing_provider/extend_stack.py"/>
        <source>Extend stack</source>
        <translation>Stapel erweitern</translation>
    </message>
    <message>
        <location filename="../processing_provider/extend_stack.py"/>
        <source>update,append,new dates,sentinel,time series,monitoring,up to date</source>
        <translation>update,aktualisieren,append,anhängen,neue tage,sentinel,zeitreihe,monitoring,überwachung,aktuell</translation>
    </message>
    <message>
        <location filename="../processing_provider/extend_stack.py"/>
        <source>Brings a stack up to a later day by fetching only the dates that it lacks.</source>
        <translation>Bringt einen Stapel auf den Stand eines späteren Tages, indem nur die fehlenden Tage abgerufen werden.</translation>
    </message>
    <message>
        <location filename="../processing_provider/extend_stack.py"/>
        <source>A stack remembers how it was fetched: area, pixels, bands, filters. This asks for the days after its last one in the same way, and writes old and new as one file, which takes the old one's place at the very end. If anything fails before, the old file is as it was; if nothing is new, it is left alone.

The result is what a fetch of the whole time would give. The last day of the old stack is fetched again if other scenes stand behind it by now. A filter that picks one day of a month or of ten days looks again at the period in which the old stack ends: a clearer day takes the place of the one before.

To follow a place, run this from time to time, or let qgis_process do it.</source>
        <translation>Ein Stapel merkt sich, wie er abgerufen wurde: Gebiet, Pixel, Kanäle, Filter. Hier werden die Tage nach seinem letzten auf dieselbe Weise abgefragt und Altes und Neues als eine Datei geschrieben, die ganz zum Schluss an die Stelle der alten tritt. Schlägt vorher etwas fehl, bleibt die alte Datei, wie sie war; gibt es nichts Neues, wird sie nicht angerührt.

Das Ergebnis entspricht einem Abruf des ganzen Zeitraums. Der letzte Tag des alten Stapels wird erneut abgerufen, wenn inzwischen andere Szenen dahinterstehen. Ein Filter, der einen Tag eines Monats oder von zehn Tagen auswählt, sieht sich den Zeitabschnitt, in dem der alte Stapel endet, noch einmal an: Ein wolkenärmerer Tag tritt an die Stelle des bisherigen.

Um einen Ort zu verfolgen, führen Sie dies von Zeit zu Zeit aus oder überlassen Sie es qgis_process.</translation>
    </message>
    <message>
        <location filename="../processing_provider/extend_stack.py"/>
        <source>A stack that Timestack has fetched.</source>
        <translation>Ein Stapel, den Timestack abgerufen hat.</translation>
    </message>
    <message>
        <location filename="../processing_provider/extend_stack.py"/>
        <source>Last day</source>
        <translation>Letzter Tag</translation>
    </message>
    <message>
        <location filename="../processing_provider/extend_stack.py"/>
        <source>Last day, inclusive, as a UTC calendar day. Empty: today.</source>
        <translation>Letzter Tag, einschließlich, als Kalendertag in UTC. Leer: heute.</translation>
    </message>
    <message>
        <location filename="../processing_provider/extend_stack.py"/>
        <source>Where to ask. Empty: where the stack was fetched, if that was 'demo' or a saved connection. A folder of scenes or a service address must be given again.</source>
        <translation>Wo angefragt wird. Leer: dort, wo der Stapel abgerufen wurde, falls das 'demo' oder eine gespeicherte Verbindung war. Ein Ordner mit Szenen oder die Adresse eines Dienstes muss erneut angegeben werden.</translation>
    </message>
    <message>
        <location filename="../processing_provider/extend_stack.py"/>
        <source>Extended stack</source>
        <translation>Erweiterter Stapel</translation>
    </message>
    <message>
        <location filename="../processing_provider/extend_stack.py"/>
        <source>The GeoTIFF to write. Empty: the new stack takes the place of the old one.</source>
        <translation>Das zu schreibende GeoTIFF. Leer: Der neue Stapel tritt an die Stelle des alten.</translation>
    </message>
    <message>
        <location filename="../processing_provider/extend_stack.py"/>
        <source>Number of time steps fetched</source>
        <translation>Anzahl der abgerufenen Zeitschritte</translation>
    </message>
    <message>
        <location filename="../processing_provider/extend_stack.py"/>
        <source>Dates fetched, separated by commas</source>
        <translation>Abgerufene Tage, durch Kommas getrennt</translation>
    </message>
    <message>
        <location filename="../processing_provider/extend_stack.py"/>
        <source>Processing units spent</source>
        <translation>Verbrauchte Verarbeitungseinheiten</translation>
    </message>
    <message>
        <location filename="../processing_provider/extend_stack.py"/>
        <source>Requests made</source>
        <translation>Gestellte Anfragen</translation>
    </message>
    <message>
        <location filename="../processing_provider/fetch_composite.py"/>
        <source>Fetch composite</source>
        <translation>Komposit abrufen</translation>
    </message>
    <message>
        <location filename="../processing_provider/fetch_composite.py"/>
        <source>cloudless,mosaic,median,mean,greenest pixel,best pixel,sentinel,cloud free,aggregate</source>
        <translation>cloudless,wolkenlos,mosaik,median,mittelwert,grünstes pixel,bestes pixel,sentinel,wolkenfrei,aggregieren</translation>
    </message>
    <message>
        <location filename="../processing_provider/fetch_composite.py"/>
        <source>Has the service make one image of many scenes, such as the cloudless median of a summer.</source>
        <translation>Lässt den Dienst aus vielen Szenen ein Bild machen, etwa den wolkenfreien Median eines Sommers.</translation>
    </message>
    <message>
        <location filename="../processing_provider/fetch_composite.py"/>
        <source>The service reads all scenes of the days chosen and sends one image: for each pixel and band the median, mean or a percentile of its clear samples, or all bands of its greenest or least cloudy one. Pixels that were never clear have no data.

It costs as many processing units as a stack of the same bands (the band of the cloud mask counts too), but only one image travels. The area may have any size: it is asked for in tiles, and pixels are the same whatever the tiles.

With a period such as a month the result is a stack with one image for each, dated by the first day of the period as in Composite stack. Periods without any scene have no data; the log names them.

The raster tells its method, days and script in its metadata.</source>
        <translation>Der Dienst liest alle Szenen der gewählten Tage und sendet ein Bild: je Pixel und Kanal den Median, den Mittelwert oder ein Perzentil der wolkenfreien Samples oder alle Kanäle des grünsten oder wolkenärmsten. Pixel, die nie wolkenfrei waren, erhalten den Leerwert.

Es kostet so viele Verarbeitungseinheiten wie ein Stapel derselben Kanäle (der Kanal der Wolkenmaske zählt mit), übertragen wird aber nur ein Bild. Das Gebiet darf beliebig groß sein: Es wird in Kacheln abgefragt, und die Pixel sind bei jeder Kachelung dieselben.

Mit einem Zeitabschnitt wie einem Monat ist das Ergebnis ein Stapel mit einem Bild für jeden, datiert auf den ersten Tag des Abschnitts wie bei 'Komposit eines Stapels'. Abschnitte ohne Szene erhalten den Leerwert; das Protokoll nennt sie.

Das Raster nennt Methode, Tage und Skript in seinen Metadaten.</translation>
    </message>
    <message>
        <location filename="../processing_provider/fetch_composite.py"/>
        <source>Composite</source>
        <translation>Komposit</translation>
    </message>
    <message>
        <location filename="../processing_provider/fetch_composite.py"/>
        <source>The GeoTIFF to write. It appears under its name only when all of it is there.</source>
        <translation>Das zu schreibende GeoTIFF. Es erscheint erst unter seinem Namen, wenn es vollständig ist.</translation>
    </message>
    <message>
        <location filename="../processing_provider/fetch_composite.py"/>
        <source>Number of time steps used</source>
        <translation>Anzahl der verwendeten Zeitschritte</translation>
    </message>
    <message>
        <location filename="../processing_provider/fetch_composite.py"/>
        <source>First days of the periods, separated by commas</source>
        <translation>Erste Tage der Zeitabschnitte, durch Kommas getrennt</translation>
    </message>
    <message>
        <location filename="../processing_provider/fetch_composite.py"/>
        <source>Names of the bands, separated by commas, in the order wanted.</source>
        <translation>Namen der Kanäle, durch Kommas getrennt, in der gewünschten Reihenfolge.</translation>
    </message>
    <message>
        <location filename="../processing_provider/fetch_composite.py"/>
        <source>median, mean, percentile: of each band. max_ndvi: all bands of the greenest sample. least_cloudy: all bands of the least cloudy scene that is clear there.</source>
        <translation>median, mean, percentile: je Kanal. max_ndvi: alle Kanäle des grünsten Samples. least_cloudy: alle Kanäle der wolkenärmsten Szene, die dort wolkenfrei ist.</translation>
    </message>
    <message>
        <location filename="../processing_provider/fetch_composite.py"/>
        <source>all: one image. month, 10 days, season, year, or a number of days such as 16 days: a stack with one image for each. 10 days start on the 1st, 11th and 21st; other numbers count from the first scene.</source>
        <translation>all: ein Bild. month, 10 days, season, year oder eine Zahl von Tagen wie 16 days: ein Stapel mit einem Bild für jeden Abschnitt. 10 days beginnen am 1., 11. und 21.; andere Zahlen zählen ab der ersten Szene.</translation>
    </message>
    <message>
        <location filename="../processing_provider/fetch_composite.py"/>
        <source>Type of the numbers in the file. Empty: UINT16 for what fits in there, FLOAT32 for anything else.</source>
        <translation>Typ der Zahlen in der Datei. Leer: UINT16 für alles, was dort hineinpasst, sonst FLOAT32.</translation>
    </message>
    <message>
        <location filename="../processing_provider/fetch_composite.py"/>
        <source>auto: what suits the collection. none: all samples count. SCL: scene classes (Sentinel-2 L2A). CLM, CLP: s2cloudless. CLD: cloud probability. BQA: Landsat. QA: HLS. Pixels without data never count.</source>
        <translation>auto: was zur Kollektion passt. none: Alle Samples zählen. SCL: Szenenklassen (Sentinel-2 L2A). CLM, CLP: s2cloudless. CLD: Wolkenwahrscheinlichkeit. BQA: Landsat. QA: HLS. Pixel ohne Daten zählen nie mit.</translation>
    </message>
    <message>
        <location filename="../processing_provider/fetch_temporal_stack.py"/>
        <source>Fetch temporal stack</source>
        <translation>Zeitstapel abrufen</translation>
    </message>
    <message>
        <location filename="../processing_provider/fetch_temporal_stack.py"/>
        <source>sentinel,landsat,copernicus,time series,wcs,download,satellite,ndvi,datacube</source>
        <translation>sentinel,landsat,copernicus,zeitreihe,wcs,download,herunterladen,satellit,ndvi,datenwürfel</translation>
    </message>
    <message>
        <location filename="../processing_provider/fetch_temporal_stack.py"/>
        <source>Fetches every acquisition of an area and time range as one raster whose bands carry their dates.</source>
        <translation>Ruft alle Aufnahmen eines Gebiets und Zeitraums als ein Raster ab, dessen Kanäle ihr Datum tragen.</translation>
    </message>
    <message>
        <location filename="../processing_provider/fetch_temporal_stack.py"/>
        <source>Asks a service for every acquisition of an area between two days and writes one raster: time step by time step, and in each step the bands asked for. Each band is named by its date (2020-01-05 B04), and the dates are proved: the service writes them into the pixels; they are held against the list of scenes.

With the connection 'demo' everything runs on this computer over simulated Sentinel-2 scenes: no account and no network are needed.

The result follows the Temporal Controller.</source>
        <translation>Fragt bei einem Dienst alle Aufnahmen eines Gebiets zwischen zwei Tagen ab und schreibt ein Raster: Zeitschritt für Zeitschritt und in jedem Schritt die gewünschten Kanäle. Jeder Kanal ist nach seinem Datum benannt (2020-01-05 B04), und die Daten sind nachgewiesen: Der Dienst schreibt sie in die Pixel, und sie werden mit der Liste der Szenen abgeglichen.

Mit der Verbindung „demo“ läuft alles auf diesem Rechner mit simulierten Sentinel-2-Szenen: Weder Konto noch Netzwerk sind nötig.

Das Ergebnis folgt der Zeitsteuerung.</translation>
    </message>
    <message>
        <location filename="../processing_provider/fetch_temporal_stack.py"/>
        <source>Temporal stack</source>
        <translation>Zeitstapel</translation>
    </message>
    <message>
        <location filename="../processing_provider/fetch_time_series.py"/>
        <source>Fetch time series</source>
        <translation>Zeitreihen abrufen</translation>
    </message>
    <message>
        <location filename="../processing_provider/fetch_time_series.py"/>
        <source>points,polygons,fields,parcels,zonal statistics,profile,table,csv,sentinel,ndvi,sample</source>
        <translation>punkte,polygone,felder,parzellen,schläge,zonale statistik,profil,tabelle,csv,sentinel,ndvi,stichprobe</translation>
    </message>
    <message>
        <location filename="../processing_provider/fetch_time_series.py"/>
        <source>Fetches the values of points or polygons on every date as a table, without keeping a stack.</source>
        <translation>Ruft die Werte von Punkten oder Polygonen an allen Tagen als Tabelle ab, ohne einen Stapel zu behalten.</translation>
    </message>
    <message>
        <location filename="../processing_provider/fetch_time_series.py"/>
        <source>For each place, date and band one line. Points get the value of the pixel that holds them; of a multipoint every point has lines of its own under the same id. Polygons get the mean (also as value), median, standard deviation, minimum, maximum and the 10th and 90th percentile of the pixels whose middle lies inside, the number of pixels with data and their share of the polygon. A polygon too small to hold the middle of a pixel gets the pixel that it lies in.

There are no lines for dates without data, and none for places outside all scenes; the log names these. Clouds are not left out: ask for SCL too, or limit the cloud cover.

Pixels are those that 'Fetch temporal stack' would give: on multiples of the resolution, in the UTM zone of the place. Places near each other share a question where that costs no more. A filter that picks one day of a period picks it for each place among the scenes that cover it.</source>
        <translation>Je Ort, Tag und Kanal eine Zeile. Punkte erhalten den Wert des Pixels, in dem sie liegen; bei einem Multipunkt hat jeder Punkt eigene Zeilen unter derselben ID. Polygone erhalten Mittelwert (auch als value), Median, Standardabweichung, Minimum, Maximum sowie das 10. und 90. Perzentil der Pixel, deren Mitte im Polygon liegt, dazu die Anzahl der Pixel mit Daten und deren Anteil am Polygon. Ein Polygon, das zu klein ist, um die Mitte eines Pixels zu enthalten, erhält das Pixel, in dem es liegt.

Für Tage ohne Daten gibt es keine Zeilen, ebenso wenig für Orte außerhalb aller Szenen; das Protokoll nennt diese Orte. Wolken werden nicht ausgelassen: Fordern Sie auch SCL an oder begrenzen Sie die Bewölkung.

Die Pixel sind die, die 'Zeitstapel abrufen' liefern würde: auf Vielfachen der Auflösung, in der UTM-Zone des Ortes. Nahe beieinander liegende Orte teilen sich eine Anfrage, wo das nicht mehr kostet. Ein Filter, der einen Tag eines Zeitabschnitts auswählt, wählt ihn für jeden Ort unter den Szenen aus, die ihn abdecken.</translation>
    </message>
    <message>
        <location filename="../processing_provider/fetch_time_series.py"/>
        <source>Points or polygons</source>
        <translation>Punkte oder Polygone</translation>
    </message>
    <message>
        <location filename="../processing_provider/fetch_time_series.py"/>
        <source>The places, in any CRS.</source>
        <translation>Die Orte, in beliebigem KBS.</translation>
    </message>
    <message>
        <location filename="../processing_provider/fetch_time_series.py"/>
        <source>Field with their names</source>
        <translation>Feld mit ihren Namen</translation>
    </message>
    <message>
        <location filename="../processing_provider/fetch_time_series.py"/>
        <source>What to call the places in the table. Empty: the number of the feature.</source>
        <translation>Wie die Orte in der Tabelle heißen. Leer: die Nummer des Objekts.</translation>
    </message>
    <message>
        <location filename="../processing_provider/fetch_time_series.py"/>
        <source>Number of lines</source>
        <translation>Anzahl der Zeilen</translation>
    </message>
    <message>
        <location filename="../processing_provider/fetch_time_series.py"/>
        <source>Number of places with data</source>
        <translation>Anzahl der Orte mit Daten</translation>
    </message>
    <message>
        <location filename="../processing_provider/fetch_time_series.py"/>
        <source>Number of places without data</source>
        <translation>Anzahl der Orte ohne Daten</translation>
    </message>
    <message>
        <location filename="../processing_provider/fetch_time_series.py"/>
        <source>Resolution</source>
        <translation>Auflösung</translation>
    </message>
    <message>
        <location filename="../processing_provider/fetch_time_series.py"/>
        <source>Size of a pixel in units of the CRS (metres in UTM).</source>
        <translation>Pixelgröße in Einheiten des KBS (bei UTM Meter).</translation>
    </message>
    <message>
        <location filename="../processing_provider/fetch_time_series.py"/>
        <source>DN: digital numbers (reflectance x 10000 for Sentinel-2), cheapest. REFLECTANCE needs FLOAT32.</source>
        <translation>DN: Digitalwerte (bei Sentinel-2 Reflexionsgrad x 10000), am günstigsten. REFLECTANCE braucht FLOAT32.</translation>
    </message>
    <message>
        <location filename="../processing_provider/fetch_time_series.py"/>
        <source>Type of the numbers that travel. FLOAT32 costs twice the processing units.</source>
        <translation>Typ der übertragenen Zahlen. FLOAT32 kostet doppelt so viele Verarbeitungseinheiten.</translation>
    </message>
    <message>
        <location filename="../processing_provider/fetch_time_series.py"/>
        <source>CRS of the pixels</source>
        <translation>KBS der Pixel</translation>
    </message>
    <message>
        <location filename="../processing_provider/fetch_time_series.py"/>
        <source>Empty: the UTM zone of each place.</source>
        <translation>Leer: die UTM-Zone jedes Ortes.</translation>
    </message>
    <message>
        <location filename="../processing_provider/fetch_time_series.py"/>
        <source>Resampling</source>
        <translation>Abtastung</translation>
    </message>
    <message>
        <location filename="../processing_provider/fetch_time_series.py"/>
        <source>How the service resamples bands of another resolution.</source>
        <translation>Wie der Dienst Kanäle anderer Auflösung umrechnet.</translation>
    </message>
    <message>
        <location filename="../processing_provider/index_stack.py"/>
        <source>Index stack</source>
        <translation>Index eines Stapels</translation>
    </message>
    <message>
        <location filename="../processing_provider/index_stack.py"/>
        <source>ndvi,evi,ndwi,savi,vegetation,water,burn,band math,raster calculator,time series</source>
        <translation>ndvi,evi,ndwi,savi,Vegetation,Wasser,Brand,Bandrechnung,Rasterrechner,Zeitreihe</translation>
    </message>
    <message>
        <location filename="../processing_provider/index_stack.py"/>
        <source>Computes a spectral index, or any formula over the bands, for every date of a stack.</source>
        <translation>Berechnet einen spektralen Index oder eine beliebige Formel über die Bänder für jeden Zeitpunkt eines Stapels.</translation>
    </message>
    <message>
        <location filename="../processing_provider/index_stack.py"/>
        <source>The result is a stack with one band per date, named by the index. Scale and offset of the stack are applied first. A division by zero gives nodata.

A formula of your own uses names of bands and of indices, + - * / ^, brackets, comparisons, and functions such as sqrt, abs, min, max, clip and where: (B08-B04)/(B08+B04+0.1).

EVI, EVI2, SAVI and MSAVI are meant for reflectances of 0 to 1; digital numbers are divided by 10000 for them.

The indices:
{listed}</source>
        <translation>Das Ergebnis ist ein Stapel mit einem Band je Zeitpunkt, benannt nach dem Index. Skalierung und Versatz des Stapels werden zuerst angewandt. Eine Division durch null ergibt NoData.

Eine eigene Formel verwendet Namen von Bändern und Indizes, + - * / ^, Klammern, Vergleiche und Funktionen wie sqrt, abs, min, max, clip und where: (B08-B04)/(B08+B04+0.1).

EVI, EVI2, SAVI und MSAVI sind für Reflexionsgrade von 0 bis 1 gemacht; digitale Werte werden dafür durch 10000 geteilt.

Die Indizes:
{listed}</translation>
    </message>
    <message>
        <location filename="../processing_provider/index_stack.py"/>
        <source>Index or formula</source>
        <translation>Index oder Formel</translation>
    </message>
    <message>
        <location filename="../processing_provider/index_stack.py"/>
        <source>A named index ({names}) or a formula over band names.</source>
        <translation>Ein benannter Index ({names}) oder eine Formel über Bandnamen.</translation>
    </message>
    <message>
        <location filename="../processing_provider/index_stack.py"/>
        <source>Name of the band</source>
        <translation>Name des Bandes</translation>
    </message>
    <message>
        <location filename="../processing_provider/index_stack.py"/>
        <source>Empty: the name of the index, or INDEX for a formula.</source>
        <translation>Leer: der Name des Index, oder INDEX bei einer Formel.</translation>
    </message>
    <message>
        <location filename="../processing_provider/index_stack.py"/>
        <source>INT16 holds ten-thousandths in half the room, from -3.2767 to 3.2767; what lies beyond is nodata.</source>
        <translation>INT16 fasst Zehntausendstel auf halbem Platz, von -3.2767 bis 3.2767; was darüber hinausgeht, ist NoData.</translation>
    </message>
    <message>
        <location filename="../processing_provider/list_acquisitions.py"/>
        <source>List acquisitions</source>
        <translation>Aufnahmen auflisten</translation>
    </message>
    <message>
        <location filename="../processing_provider/list_acquisitions.py"/>
        <source>sentinel,landsat,scenes,dates,footprints,cloud cover,wfs,catalogue</source>
        <translation>sentinel,landsat,szenen,datum,umrisse,bewölkung,wfs,katalog</translation>
    </message>
    <message>
        <location filename="../processing_provider/list_acquisitions.py"/>
        <source>Lists the scenes that exist for an area and time range, with their date, cloud cover and footprint.</source>
        <translation>Listet die Szenen auf, die es für ein Gebiet und einen Zeitraum gibt, mit Datum, Bewölkung und Umriss.</translation>
    </message>
    <message>
        <location filename="../processing_provider/list_acquisitions.py"/>
        <source>Asks the service which scenes exist, without fetching any pixels. Each source tile becomes one feature: its footprint, the sensing time in UTC, the cloud cover of the whole tile, the tile's name, and the time step of a stack that it would belong to.</source>
        <translation>Fragt den Dienst, welche Szenen es gibt, ohne Pixel abzurufen. Aus jeder Quellkachel wird ein Objekt: ihr Umriss, der Aufnahmezeitpunkt in UTC, die Bewölkung der ganzen Kachel, der Name der Kachel und der Zeitschritt eines Stapels, zu dem sie gehören würde.</translation>
    </message>
    <message>
        <location filename="../processing_provider/list_acquisitions.py"/>
        <source>Acquisitions</source>
        <translation>Aufnahmen</translation>
    </message>
    <message>
        <location filename="../processing_provider/list_acquisitions.py"/>
        <source>Footprints in WGS 84, one feature for each source tile.</source>
        <translation>Umrisse in WGS 84, ein Objekt je Quellkachel.</translation>
    </message>
    <message>
        <location filename="../processing_provider/list_acquisitions.py"/>
        <source>Number of source tiles</source>
        <translation>Anzahl der Quellkacheln</translation>
    </message>
    <message>
        <location filename="../processing_provider/load_stack.py"/>
        <source>Load stack</source>
        <translation>Stapel laden</translation>
    </message>
    <message>
        <location filename="../processing_provider/load_stack.py"/>
        <source>time series,temporal,dates,animation,open,multiband,netcdf,datacube</source>
        <translation>zeitreihe,zeitlich,datum,animation,öffnen,mehrkanal,netcdf,datenwürfel</translation>
    </message>
    <message>
        <location filename="../processing_provider/load_stack.py"/>
        <source>Loads a raster whose bands are dates, so that the Temporal Controller steps through them.</source>
        <translation>Lädt ein Raster, dessen Kanäle für Tage stehen, so dass die Zeitsteuerung sie durchlaufen kann.</translation>
    </message>
    <message>
        <location filename="../processing_provider/load_stack.py"/>
        <source>Finds out which band is which date and loads the raster with a stretch that is the same for all dates. The clearest date is shown first; the Temporal Controller chooses the others.

Besides stacks made by Timestack it reads rasters of other tools, which tell their dates in the names or the metadata of their bands, or on the time axis of a netCDF file. A raster whose dates can be read in two ways is refused.

GROUP loads one layer per date into a group, with only the clearest one ticked; tick them all to step through them.</source>
        <translation>Ermittelt, welcher Kanal zu welchem Datum gehört, und lädt das Raster mit einer für alle Tage gleichen Kontraststreckung. Zuerst wird der wolkenärmste Tag gezeigt; die anderen wählt die Zeitsteuerung.

Neben Stapeln von Timestack liest es auch Raster anderer Programme, deren Aufnahmetage in den Namen oder Metadaten ihrer Kanäle oder auf der Zeitachse einer netCDF-Datei stehen. Ein Raster, dessen Datumsangaben sich auf zweierlei Weise lesen lassen, wird abgelehnt.

GROUP lädt je Tag einen Layer in eine Gruppe, in der nur der wolkenärmste angehakt ist; haken Sie alle an, um sie zu durchlaufen.</translation>
    </message>
    <message>
        <location filename="../processing_provider/load_stack.py"/>
        <source>Load as</source>
        <translation>Laden als</translation>
    </message>
    <message>
        <location filename="../processing_provider/load_stack.py"/>
        <source>LAYER: one layer that follows the Temporal Controller. GROUP: a layer for each date.</source>
        <translation>LAYER: ein Layer, der der Zeitsteuerung folgt. GROUP: ein Layer je Tag.</translation>
    </message>
    <message>
        <location filename="../processing_provider/load_stack.py"/>
        <source>{count} time steps, {first} to {last}</source>
        <translation>{count} Zeitschritte, {first} bis {last}</translation>
    </message>
    <message>
        <location filename="../processing_provider/mask_stack.py"/>
        <source>Mask stack</source>
        <translation>Stapel maskieren</translation>
    </message>
    <message>
        <location filename="../processing_provider/mask_stack.py"/>
        <source>clouds,cloud mask,shadow,scl,clm,fmask,qa,quality,bits,time series</source>
        <translation>Wolken,Wolkenmaske,Schatten,scl,clm,fmask,qa,Qualität,Bits,Zeitreihe</translation>
    </message>
    <message>
        <location filename="../processing_provider/mask_stack.py"/>
        <source>Sets pixels of a stack to nodata where a mask band tells of clouds or other classes.</source>
        <translation>Setzt Pixel eines Stapels auf NoData, wo ein Maskenband Wolken oder andere Klassen meldet.</translation>
    </message>
    <message>
        <location filename="../processing_provider/mask_stack.py"/>
        <source>The mask is a band of the stack, or of a second stack with the same pixels and dates. Masks of Sentinel-2, Landsat and HLS are known: SCL masks no data, saturated pixels, cloud shadow, clouds and cirrus; QA_PIXEL its bits of fill, dilated cloud, cirrus, cloud and shadow; FMASK cloud and shadow. Snow and water stay. Classes or bits of your own take the place of these.

The mask band itself stays as it is, so that it still tells why. Where the mask has no data, the result has none either.</source>
        <translation>Die Maske ist ein Band des Stapels oder eines zweiten Stapels mit denselben Pixeln und Zeitpunkten. Masken von Sentinel-2, Landsat und HLS sind bekannt: SCL maskiert keine Daten, gesättigte Pixel, Wolkenschatten, Wolken und Zirren; QA_PIXEL seine Bits für Füllwert, Wolkenrand, Zirrus, Wolke und Schatten; FMASK Wolke und Schatten. Schnee und Wasser bleiben. Eigene Klassen oder Bits treten an deren Stelle.

Das Maskenband selbst bleibt, wie es ist, damit es weiter sagt, warum. Wo die Maske keine Daten hat, hat auch das Ergebnis keine.</translation>
    </message>
    <message>
        <location filename="../processing_provider/mask_stack.py"/>
        <source>Stack with the mask</source>
        <translation>Stapel mit der Maske</translation>
    </message>
    <message>
        <location filename="../processing_provider/mask_stack.py"/>
        <source>A second stack that holds the mask band, matched by date. Empty: the stack itself.</source>
        <translation>Ein zweiter Stapel mit dem Maskenband, nach Zeitpunkt zugeordnet. Leer: der Stapel selbst.</translation>
    </message>
    <message>
        <location filename="../processing_provider/mask_stack.py"/>
        <source>Grow by (pixels)</source>
        <translation>Wachsen lassen um (Pixel)</translation>
    </message>
    <message>
        <location filename="../processing_provider/mask_stack.py"/>
        <source>Masks this many pixels around what is masked as well, since clouds have soft edges.</source>
        <translation>Maskiert auch so viele Pixel um das Maskierte herum, da Wolken weiche Ränder haben.</translation>
    </message>
    <message>
        <location filename="../processing_provider/mask_stack.py"/>
        <source>Invert</source>
        <translation>Umkehren</translation>
    </message>
    <message>
        <location filename="../processing_provider/mask_stack.py"/>
        <source>Masks what is clear, and keeps the rest.</source>
        <translation>Maskiert, was klar ist, und behält den Rest.</translation>
    </message>
    <message>
        <location filename="../processing_provider/mask_stack.py"/>
        <source>Masked stack</source>
        <translation>Maskierter Stapel</translation>
    </message>
    <message>
        <location filename="../processing_provider/phenology_stack.py"/>
        <source>Phenology of stack</source>
        <translation>Phänologie eines Stapels</translation>
    </message>
    <message>
        <location filename="../processing_provider/phenology_stack.py"/>
        <source>season,start,end,peak,greening,senescence,sos,eos,timesat,day of year,time series</source>
        <translation>Saison,Beginn,Ende,Höhepunkt,Ergrünen,Seneszenz,sos,eos,timesat,Tag des Jahres,Zeitreihe</translation>
    </message>
    <message>
        <location filename="../processing_provider/phenology_stack.py"/>
        <source>Finds start, peak and end of the season of each year for each pixel of a smooth stack.</source>
        <translation>Findet Beginn, Höhepunkt und Ende der Saison jedes Jahres für jedes Pixel eines glatten Stapels.</translation>
    </message>
    <message>
        <location filename="../processing_provider/phenology_stack.py"/>
        <source>Smooth the stack first, at steps of a day to ten days. The season of a year is that of its highest value. From there the curve is followed backwards to where it falls below the level of the start, and ahead to where it falls below that of the end, read linearly between dates.

share: the level is a share of the amplitude above the lowest value on its own side of the peak (Jönsson and Eklundh 2004), or above the mean of both. level: a value of your own. slope: where the curve is steepest. A season whose start or end lies outside its twelve months has none.

Each band gives START, PEAK and END as days of the year in which the season begins (1 is 1 January; past the end of the year the count goes on), LENGTH in days, and PEAK_VALUE, BASE_VALUE (the mean of both lowest values) and AMPLITUDE. The result is a stack with one date for each season, its first day.</source>
        <translation>Glätten Sie den Stapel zuerst, in Schritten von einem bis zehn Tagen. Die Saison eines Jahres ist die seines höchsten Wertes. Von dort wird die Kurve rückwärts verfolgt, bis sie unter die Höhe des Beginns fällt, und vorwärts, bis sie unter die des Endes fällt, zwischen den Zeitpunkten linear gelesen.

share: Die Höhe ist ein Anteil der Amplitude über dem tiefsten Wert auf der eigenen Seite des Höhepunkts (Jönsson und Eklundh 2004) oder über dem Mittel beider. level: ein eigener Wert. slope: wo die Kurve am steilsten ist. Eine Saison, deren Beginn oder Ende außerhalb ihrer zwölf Monate liegt, hat keinen.

Jedes Band ergibt START, PEAK und END als Tage des Jahres, in dem die Saison beginnt (1 ist der 1. Januar; über das Jahresende wird weitergezählt), LENGTH in Tagen sowie PEAK_VALUE, BASE_VALUE (das Mittel beider tiefster Werte) und AMPLITUDE. Das Ergebnis ist ein Stapel mit einem Zeitpunkt für jede Saison, ihrem ersten Tag.</translation>
    </message>
    <message>
        <location filename="../processing_provider/phenology_stack.py"/>
        <source>What counts as start and end.</source>
        <translation>Was als Beginn und Ende gilt.</translation>
    </message>
    <message>
        <location filename="../processing_provider/phenology_stack.py"/>
        <source>Share at the start</source>
        <translation>Anteil am Beginn</translation>
    </message>
    <message>
        <location filename="../processing_provider/phenology_stack.py"/>
        <source>Share at the end</source>
        <translation>Anteil am Ende</translation>
    </message>
    <message>
        <location filename="../processing_provider/phenology_stack.py"/>
        <source>Of the amplitude, 0.01 to 1.</source>
        <translation>Der Amplitude, 0,01 bis 1.</translation>
    </message>
    <message>
        <location filename="../processing_provider/phenology_stack.py"/>
        <source>First month of a season</source>
        <translation>Erster Monat einer Saison</translation>
    </message>
    <message>
        <location filename="../processing_provider/phenology_stack.py"/>
        <source>1 to 12; 7 keeps a southern summer in one piece.</source>
        <translation>1 bis 12; 7 lässt einen südlichen Sommer in einem Stück.</translation>
    </message>
    <message>
        <location filename="../processing_provider/phenology_stack.py"/>
        <source>Level</source>
        <translation>Höhe</translation>
    </message>
    <message>
        <location filename="../processing_provider/phenology_stack.py"/>
        <source>For the method level, in the units of the band.</source>
        <translation>Für die Methode level, in den Einheiten des Bandes.</translation>
    </message>
    <message>
        <location filename="../processing_provider/phenology_stack.py"/>
        <source>Base of shares</source>
        <translation>Grundlinie der Anteile</translation>
    </message>
    <message>
        <location filename="../processing_provider/phenology_stack.py"/>
        <source>own: the lowest value on the same side of the peak; mean: of both sides.</source>
        <translation>own: der tiefste Wert auf derselben Seite des Höhepunkts; mean: beider Seiten.</translation>
    </message>
    <message>
        <location filename="../processing_provider/phenology_stack.py"/>
        <source>Least amplitude</source>
        <translation>Kleinste Amplitude</translation>
    </message>
    <message>
        <location filename="../processing_provider/phenology_stack.py"/>
        <source>Seasons of less have no dates.</source>
        <translation>Schwächere Saisons haben keine Daten.</translation>
    </message>
    <message>
        <location filename="../processing_provider/regularise_stack.py"/>
        <source>Regularise stack</source>
        <translation>Stapel mit gleichmäßigen Schritten</translation>
    </message>
    <message>
        <location filename="../processing_provider/regularise_stack.py"/>
        <source>interpolate,gap filling,resample,even steps,linear,spline,akima,time series</source>
        <translation>interpolieren,Lücken füllen,umrechnen,gleichmäßige Schritte,linear,Spline,akima,Zeitreihe</translation>
    </message>
    <message>
        <location filename="../processing_provider/regularise_stack.py"/>
        <source>Interpolates the series of each pixel onto every so many days.</source>
        <translation>Interpoliert die Reihe jedes Pixels auf jeweils so viele Tage.</translation>
    </message>
    <message>
        <location filename="../processing_provider/regularise_stack.py"/>
        <source>Steps run from the first day of the stack, or from a day of your own, on. Days are filled between observations only: never before the first or after the last one of a pixel, and never across a gap longer than the maximum.

An observation counts for its day (UTC), whatever the time of day, and several of one day as their mean. A band with the ending _ORIGIN beside each band tells what was observed (1) and what was filled (2).</source>
        <translation>Die Schritte laufen ab dem ersten Tag des Stapels oder ab einem eigenen. Gefüllt wird nur zwischen Beobachtungen: nie vor der ersten oder nach der letzten eines Pixels und nie über eine Lücke, die länger ist als erlaubt.

Eine Beobachtung zählt für ihren Tag (UTC), gleich zu welcher Uhrzeit, mehrere eines Tages als ihr Mittel. Ein Band mit der Endung _ORIGIN neben jedem Band sagt, was beobachtet (1) und was gefüllt (2) wurde.</translation>
    </message>
    <message>
        <location filename="../processing_provider/regularise_stack.py"/>
        <source>Step (days)</source>
        <translation>Schritt (Tage)</translation>
    </message>
    <message>
        <location filename="../processing_provider/regularise_stack.py"/>
        <source>Days from one step to the next.</source>
        <translation>Tage von einem Schritt zum nächsten.</translation>
    </message>
    <message>
        <location filename="../processing_provider/regularise_stack.py"/>
        <source>cubic is the not-a-knot spline, natural the one with straight ends; akima swings over less.</source>
        <translation>cubic ist der Not-a-knot-Spline, natural der mit geraden Enden; akima schwingt weniger über.</translation>
    </message>
    <message>
        <location filename="../processing_provider/regularise_stack.py"/>
        <source>Longest gap (days)</source>
        <translation>Längste Lücke (Tage)</translation>
    </message>
    <message>
        <location filename="../processing_provider/regularise_stack.py"/>
        <source>Nothing is filled between observations farther apart. Empty: no limit.</source>
        <translation>Zwischen Beobachtungen, die weiter auseinander liegen, wird nichts gefüllt. Leer: keine Grenze.</translation>
    </message>
    <message>
        <location filename="../processing_provider/regularise_stack.py"/>
        <source>Tell observed from filled</source>
        <translation>Beobachtet von gefüllt unterscheiden</translation>
    </message>
    <message>
        <location filename="../processing_provider/regularise_stack.py"/>
        <source>Adds a band beside each band: 1 observed, 2 filled.</source>
        <translation>Fügt neben jedem Band ein Band hinzu: 1 beobachtet, 2 gefüllt.</translation>
    </message>
    <message>
        <location filename="../processing_provider/regularise_stack.py"/>
        <source>Even steps</source>
        <translation>Gleichmäßige Schritte</translation>
    </message>
    <message>
        <location filename="../processing_provider/run_evalscript.py"/>
        <source>Run evalscript</source>
        <translation>Evalscript ausführen</translation>
    </message>
    <message>
        <location filename="../processing_provider/run_evalscript.py"/>
        <source>javascript,custom script,sentinel hub,local,offline,test,debug</source>
        <translation>javascript,custom script,eigenes skript,sentinel hub,lokal,offline,test,debug,fehlersuche</translation>
    </message>
    <message>
        <location filename="../processing_provider/run_evalscript.py"/>
        <source>Runs an Evalscript V3 on this computer and writes the rasters that the service would return.</source>
        <translation>Führt ein Evalscript V3 auf diesem Rechner aus und schreibt die Raster, die der Dienst liefern würde.</translation>
    </message>
    <message>
        <location filename="../processing_provider/run_evalscript.py"/>
        <source>Runs an evalscript over scenes that are on this computer: the simulated scenes of the demo, a folder of GeoTIFFs, or a stack. No account, no network, and no processing unit is spent.

Every output that setup() declares becomes a raster: 'default' under the name given, the others beside it with their id in the name. What the script leaves in userData becomes a JSON file.

A script with several inputs (data fusion) needs scenes for each of them: s2=demo;s1=/data/s1.</source>
        <translation>Führt ein Evalscript über Szenen aus, die auf diesem Rechner liegen: die simulierten Szenen der Demo, ein Ordner mit GeoTIFFs oder ein Stapel. Es braucht weder Konto noch Netzwerk und verbraucht keine Verarbeitungseinheit.

Aus jeder Ausgabe, die setup() angibt, wird ein Raster: „default“ unter dem angegebenen Namen, die anderen daneben mit ihrer id im Namen. Was das Skript in userData hinterlässt, wird eine JSON-Datei.

Ein Skript mit mehreren Eingaben (Datenfusion) braucht für jede davon Szenen: s2=demo;s1=/data/s1.</translation>
    </message>
    <message>
        <location filename="../processing_provider/run_evalscript.py"/>
        <source>An Evalscript V3: its text, or the path of a .js file.</source>
        <translation>Ein Evalscript V3: sein Text oder der Pfad einer .js-Datei.</translation>
    </message>
    <message>
        <location filename="../processing_provider/run_evalscript.py"/>
        <source>Where the scenes are: 'demo' (simulated Sentinel-2 scenes), a folder with scenes, or a stack file. For a script with several inputs one for each, as s2=demo;s1=/data/s1.</source>
        <translation>Wo die Szenen liegen: „demo“ (simulierte Sentinel-2-Szenen), ein Ordner mit Szenen oder eine Stapeldatei. Bei einem Skript mit mehreren Eingaben je eine Angabe, etwa s2=demo;s1=/data/s1.</translation>
    </message>
    <message>
        <location filename="../processing_provider/run_evalscript.py"/>
        <source>Extent</source>
        <translation>Ausdehnung</translation>
    </message>
    <message>
        <location filename="../processing_provider/run_evalscript.py"/>
        <source>The area, in any CRS. Empty: all of a folder's or stack's scenes, or a small part of the demo.</source>
        <translation>Das Gebiet, in beliebigem KBS. Leer: alle Szenen eines Ordners oder Stapels oder ein kleiner Teil der Demo.</translation>
    </message>
    <message>
        <location filename="../processing_provider/run_evalscript.py"/>
        <source>First day</source>
        <translation>Erster Tag</translation>
    </message>
    <message>
        <location filename="../processing_provider/run_evalscript.py"/>
        <source>First day, inclusive, as a UTC calendar day. Empty: the day of the first scene.</source>
        <translation>Erster Tag, einschließlich, als Kalendertag in UTC. Leer: der Tag der ersten Szene.</translation>
    </message>
    <message>
        <location filename="../processing_provider/run_evalscript.py"/>
        <source>Last day, inclusive, as a UTC calendar day. Empty: the day of the last scene.</source>
        <translation>Letzter Tag, einschließlich, als Kalendertag in UTC. Leer: der Tag der letzten Szene.</translation>
    </message>
    <message>
        <location filename="../processing_provider/run_evalscript.py"/>
        <source>Result</source>
        <translation>Ergebnis</translation>
    </message>
    <message>
        <location filename="../processing_provider/run_evalscript.py"/>
        <source>The GeoTIFF of the default output. Other outputs are written beside it.</source>
        <translation>Das GeoTIFF der Ausgabe default. Andere Ausgaben werden daneben geschrieben.</translation>
    </message>
    <message>
        <location filename="../processing_provider/run_evalscript.py"/>
        <source>A file for what the script leaves in outputMetadata.userData.</source>
        <translation>Eine Datei für das, was das Skript in outputMetadata.userData hinterlässt.</translation>
    </message>
    <message>
        <location filename="../processing_provider/run_evalscript.py"/>
        <source>All rasters, as JSON by output id</source>
        <translation>Alle Raster, als JSON nach id der Ausgabe</translation>
    </message>
    <message>
        <location filename="../processing_provider/run_evalscript.py"/>
        <source>User data as JSON text</source>
        <translation>Nutzerdaten als JSON-Text</translation>
    </message>
    <message>
        <location filename="../processing_provider/run_evalscript.py"/>
        <source>Number of scenes used</source>
        <translation>Anzahl der verwendeten Szenen</translation>
    </message>
    <message>
        <location filename="../processing_provider/run_evalscript.py"/>
        <source>Engine that ran the script</source>
        <translation>Engine, die das Skript ausgeführt hat</translation>
    </message>
    <message>
        <location filename="../processing_provider/run_evalscript.py"/>
        <source>Size of a pixel in units of the CRS. Empty: that of the scenes.</source>
        <translation>Pixelgröße in Einheiten des KBS. Leer: die der Szenen.</translation>
    </message>
    <message>
        <location filename="../processing_provider/run_evalscript.py"/>
        <source>CRS</source>
        <translation>KBS</translation>
    </message>
    <message>
        <location filename="../processing_provider/run_evalscript.py"/>
        <source>CRS of the result. Empty: that of the scenes.</source>
        <translation>KBS des Ergebnisses. Leer: das der Szenen.</translation>
    </message>
    <message>
        <location filename="../processing_provider/run_evalscript.py"/>
        <source>Maximum cloud cover (%)</source>
        <translation>Höchste Bewölkung (%)</translation>
    </message>
    <message>
        <location filename="../processing_provider/run_evalscript.py"/>
        <source>Leave out source tiles with more clouds. The figure is that of the whole tile, not of your area.</source>
        <translation>Quellkacheln mit mehr Wolken auslassen. Der Wert gilt für die ganze Kachel, nicht für Ihr Gebiet.</translation>
    </message>
    <message>
        <location filename="../processing_provider/run_evalscript.py"/>
        <source>How bands of another resolution are resampled.</source>
        <translation>Wie Kanäle anderer Auflösung umgerechnet werden.</translation>
    </message>
    <message>
        <location filename="../processing_provider/run_evalscript.py"/>
        <source>Priority</source>
        <translation>Vorrang</translation>
    </message>
    <message>
        <location filename="../processing_provider/run_evalscript.py"/>
        <source>Which scene comes first, and lies on top in a mosaic: the newest, the oldest, the least cloudy.</source>
        <translation>Welche Szene zuerst kommt und in einem Mosaik oben liegt: die neueste, die älteste oder die wolkenärmste.</translation>
    </message>
    <message>
        <location filename="../processing_provider/run_evalscript.py"/>
        <source>Time limit (s)</source>
        <translation>Zeitlimit (s)</translation>
    </message>
    <message>
        <location filename="../processing_provider/run_evalscript.py"/>
        <source>A script that runs longer is stopped.</source>
        <translation>Ein Skript, das länger läuft, wird abgebrochen.</translation>
    </message>
    <message>
        <location filename="../processing_provider/run_evalscript.py"/>
        <source>User data: {text}</source>
        <translation>Nutzerdaten: {text}</translation>
    </message>
    <message>
        <location filename="../processing_provider/sample_stack.py"/>
        <source>Sample stack</source>
        <translation>Stapel an Punkten ablesen</translation>
    </message>
    <message>
        <location filename="../processing_provider/sample_stack.py"/>
        <source>points,extract,values,profile,time series,table,csv,sampling,training data</source>
        <translation>Punkte,extrahieren,Werte,Profil,Zeitreihe,Tabelle,csv,Stichprobe,Trainingsdaten</translation>
    </message>
    <message>
        <location filename="../processing_provider/sample_stack.py"/>
        <source>Writes the values of a stack under points as a table, for every date and band.</source>
        <translation>Schreibt die Werte eines Stapels unter Punkten als Tabelle, für jeden Zeitpunkt und jedes Band.</translation>
    </message>
    <message>
        <location filename="../processing_provider/sample_stack.py"/>
        <source>One line for each point, date and band, with the value of the pixel that holds the point, scale and offset applied. Where the pixel has no data, or the point lies outside the stack, the value is null; the log names points without any value. Of a multipoint every point has lines of its own under the same id.

With 'A column for each band' there is one line for each point and date instead.</source>
        <translation>Eine Zeile für jeden Punkt, Zeitpunkt und jedes Band, mit dem Wert des Pixels, in dem der Punkt liegt, Skalierung und Versatz angewandt. Wo das Pixel keine Daten hat oder der Punkt außerhalb des Stapels liegt, ist der Wert null; das Protokoll nennt Punkte ohne jeden Wert. Von einem Multipunkt hat jeder Punkt eigene Zeilen unter derselben Kennung.

Mit 'Eine Spalte je Band' gibt es stattdessen eine Zeile für jeden Punkt und Zeitpunkt.</translation>
    </message>
    <message>
        <location filename="../processing_provider/sample_stack.py"/>
        <source>Points</source>
        <translation>Punkte</translation>
    </message>
    <message>
        <location filename="../processing_provider/sample_stack.py"/>
        <source>The points, in any CRS.</source>
        <translation>Die Punkte, in einem beliebigen KBS.</translation>
    </message>
    <message>
        <location filename="../processing_provider/sample_stack.py"/>
        <source>What to call the points in the table. Empty: the number of the feature.</source>
        <translation>Wie die Punkte in der Tabelle heißen. Leer: die Nummer des Objekts.</translation>
    </message>
    <message>
        <location filename="../processing_provider/sample_stack.py"/>
        <source>Names of the bands, separated by commas. Empty: all.</source>
        <translation>Namen der Bänder, durch Kommas getrennt. Leer: alle.</translation>
    </message>
    <message>
        <location filename="../processing_provider/sample_stack.py"/>
        <source>A column for each band</source>
        <translation>Eine Spalte je Band</translation>
    </message>
    <message>
        <location filename="../processing_provider/sample_stack.py"/>
        <source>One line for each point and date, with a column for each band, instead of one line for each value.</source>
        <translation>Eine Zeile für jeden Punkt und Zeitpunkt, mit einer Spalte je Band, statt einer Zeile je Wert.</translation>
    </message>
    <message>
        <location filename="../processing_provider/sample_stack.py"/>
        <source>Number of points with data</source>
        <translation>Anzahl der Punkte mit Daten</translation>
    </message>
    <message>
        <location filename="../processing_provider/sample_stack.py"/>
        <source>Number of points without data</source>
        <translation>Anzahl der Punkte ohne Daten</translation>
    </message>
    <message>
        <location filename="../processing_provider/sample_stack.py"/>
        <source>Points outside the stack or without data, whose values are null: {names}</source>
        <translation>Punkte außerhalb des Stapels oder ohne Daten, deren Werte null sind: {names}</translation>
    </message>
    <message>
        <location filename="../processing_provider/selection_parameters.py"/>
        <source>Where to ask: the name of a saved connection (Raster &gt; Timestack &gt; Connections), 'demo' (simulated scenes, no account, no network), a folder with scenes, or a service address such as https://sh.dataspace.copernicus.eu/ogc/wcs, whose instance id and OAuth client are then taken from the environment variables TIMESTACK_INSTANCE_ID, TIMESTACK_CLIENT_ID and TIMESTACK_CLIENT_SECRET.</source>
        <translation>Wo angefragt wird: der Name einer gespeicherten Verbindung (Raster &gt; Timestack &gt; Verbindungen), 'demo' (simulierte Szenen, kein Konto, kein Netzwerk), ein Ordner mit Szenen oder die Adresse eines Dienstes wie https://sh.dataspace.copernicus.eu/ogc/wcs, deren Instanz-ID und OAuth-Client dann den Umgebungsvariablen TIMESTACK_INSTANCE_ID, TIMESTACK_CLIENT_ID und TIMESTACK_CLIENT_SECRET entnommen werden.</translation>
    </message>
    <message>
        <location filename="../processing_provider/selection_parameters.py"/>
        <source>Which data collection, for example sentinel-2-l2a. Empty: the one that a local connection holds, Sentinel-2 L2A otherwise.</source>
        <translation>Welche Datenkollektion, zum Beispiel sentinel-2-l2a. Leer: die Kollektion, die eine lokale Verbindung enthält, sonst Sentinel-2 L2A.</translation>
    </message>
    <message>
        <location filename="../processing_provider/selection_parameters.py"/>
        <source>The area, in any CRS. Its edges move outward to whole pixels.</source>
        <translation>Das Gebiet, in beliebigem KBS. Seine Ränder werden nach außen auf ganze Pixel verschoben.</translation>
    </message>
    <message>
        <location filename="../processing_provider/selection_parameters.py"/>
        <source>Mask layer</source>
        <translation>Maskenlayer</translation>
    </message>
    <message>
        <location filename="../processing_provider/selection_parameters.py"/>
        <source>Polygons outside which pixels get no data. Without an extent their bounding box is the area.</source>
        <translation>Polygone, außerhalb derer Pixel den Leerwert erhalten. Ohne Ausdehnung ist ihr umschließendes Rechteck das Gebiet.</translation>
    </message>
    <message>
        <location filename="../processing_provider/selection_parameters.py"/>
        <source>Layer of the service instance</source>
        <translation>Layer der Dienstinstanz</translation>
    </message>
    <message>
        <location filename="../processing_provider/selection_parameters.py"/>
        <source>Id of the layer to ask for (COVERAGE). Empty: the first layer of the collection.</source>
        <translation>ID des abzufragenden Layers (COVERAGE). Leer: der erste Layer der Kollektion.</translation>
    </message>
    <message>
        <location filename="../processing_provider/selection_parameters.py"/>
        <source>First day, inclusive, as a UTC calendar day.</source>
        <translation>Erster Tag, einschließlich, als Kalendertag in UTC.</translation>
    </message>
    <message>
        <location filename="../processing_provider/selection_parameters.py"/>
        <source>Last day, inclusive, as a UTC calendar day.</source>
        <translation>Letzter Tag, einschließlich, als Kalendertag in UTC.</translation>
    </message>
    <message>
        <location filename="../processing_provider/selection_parameters.py"/>
        <source>Which days to keep: all, the first of each month, or the clearest of each month or ten days.</source>
        <translation>Welche Tage behalten werden: alle, der jeweils erste eines Monats oder der wolkenärmste eines Monats oder von zehn Tagen.</translation>
    </message>
    <message>
        <location filename="../processing_provider/smooth_stack.py"/>
        <source>Smooth stack</source>
        <translation>Stapel glätten</translation>
    </message>
    <message>
        <location filename="../processing_provider/smooth_stack.py"/>
        <source>savitzky,golay,whittaker,harmonic,fourier,hants,filter,noise,time series,phenology</source>
        <translation>savitzky,golay,whittaker,harmonisch,fourier,hants,Filter,Rauschen,Zeitreihe,Phänologie</translation>
    </message>
    <message>
        <location filename="../processing_provider/smooth_stack.py"/>
        <source>Draws a smooth curve through the series of each pixel, at uneven dates and across gaps.</source>
        <translation>Zieht eine glatte Kurve durch die Reihe jedes Pixels, bei ungleichmäßigen Daten und über Lücken hinweg.</translation>
    </message>
    <message>
        <location filename="../processing_provider/smooth_stack.py"/>
        <source>savitzky_golay fits a polynomial to the observations around each date. whittaker balances nearness to the observations against bending; without a penalty it finds that of each pixel by the V-curve, which takes 30 times longer. harmonic fits waves of a year, a half year and so on, on a line.

The curve is read at the dates of the stack, or every so many days, from the first to the last observation of a pixel. With a mask band, observations that are not clear have the weight given.</source>
        <translation>savitzky_golay passt ein Polynom an die Beobachtungen um jedes Datum an. whittaker wägt die Nähe zu den Beobachtungen gegen die Biegung ab; ohne Strafe wird die jedes Pixels mit der V-Kurve gefunden, was 30-mal länger dauert. harmonic passt Wellen von einem Jahr, einem halben Jahr und so weiter an, auf einer Geraden.

Die Kurve wird an den Zeitpunkten des Stapels oder alle so viele Tage abgelesen, von der ersten bis zur letzten Beobachtung eines Pixels. Mit einem Maskenband haben Beobachtungen, die nicht klar sind, das angegebene Gewicht.</translation>
    </message>
    <message>
        <location filename="../processing_provider/smooth_stack.py"/>
        <source>The kind of curve.</source>
        <translation>Die Art der Kurve.</translation>
    </message>
    <message>
        <location filename="../processing_provider/smooth_stack.py"/>
        <source>0: the dates of the stack. Else every so many days.</source>
        <translation>0: die Zeitpunkte des Stapels. Sonst alle so viele Tage.</translation>
    </message>
    <message>
        <location filename="../processing_provider/smooth_stack.py"/>
        <source>Weight of what is not clear</source>
        <translation>Gewicht dessen, was nicht klar ist</translation>
    </message>
    <message>
        <location filename="../processing_provider/smooth_stack.py"/>
        <source>0 leaves these observations out, 1 takes them as all others.</source>
        <translation>0 lässt diese Beobachtungen weg, 1 nimmt sie wie alle anderen.</translation>
    </message>
    <message>
        <location filename="../processing_provider/smooth_stack.py"/>
        <source>Smoothed stack</source>
        <translation>Geglätteter Stapel</translation>
    </message>
    <message>
        <location filename="../processing_provider/smooth_stack.py"/>
        <source>Savitzky-Golay: observations</source>
        <translation>Savitzky-Golay: Beobachtungen</translation>
    </message>
    <message>
        <location filename="../processing_provider/smooth_stack.py"/>
        <source>How many observations take part in each polynomial; odd, above the degree.</source>
        <translation>Wie viele Beobachtungen an jedem Polynom teilhaben; ungerade, über dem Grad.</translation>
    </message>
    <message>
        <location filename="../processing_provider/smooth_stack.py"/>
        <source>Savitzky-Golay: window (days)</source>
        <translation>Savitzky-Golay: Fenster (Tage)</translation>
    </message>
    <message>
        <location filename="../processing_provider/smooth_stack.py"/>
        <source>Above 0: the width of the window in days, instead of a number of observations.</source>
        <translation>Über 0: die Breite des Fensters in Tagen, statt einer Anzahl von Beobachtungen.</translation>
    </message>
    <message>
        <location filename="../processing_provider/smooth_stack.py"/>
        <source>Savitzky-Golay: degree</source>
        <translation>Savitzky-Golay: Grad</translation>
    </message>
    <message>
        <location filename="../processing_provider/smooth_stack.py"/>
        <source>Of the polynomial, 0 to 5.</source>
        <translation>Des Polynoms, 0 bis 5.</translation>
    </message>
    <message>
        <location filename="../processing_provider/smooth_stack.py"/>
        <source>Whittaker: penalty</source>
        <translation>Whittaker: Strafe</translation>
    </message>
    <message>
        <location filename="../processing_provider/smooth_stack.py"/>
        <source>The higher, the smoother; in days to the power of twice the order. 0: found by the V-curve.</source>
        <translation>Je höher, desto glatter; in Tagen hoch dem Doppelten der Ordnung. 0: mit der V-Kurve gefunden.</translation>
    </message>
    <message>
        <location filename="../processing_provider/smooth_stack.py"/>
        <source>Whittaker: order</source>
        <translation>Whittaker: Ordnung</translation>
    </message>
    <message>
        <location filename="../processing_provider/smooth_stack.py"/>
        <source>Of the differences, 1 to 3.</source>
        <translation>Der Differenzen, 1 bis 3.</translation>
    </message>
    <message>
        <location filename="../processing_provider/smooth_stack.py"/>
        <source>Whittaker: asymmetry</source>
        <translation>Whittaker: Asymmetrie</translation>
    </message>
    <message>
        <location filename="../processing_provider/smooth_stack.py"/>
        <source>0: symmetric. 0.9 draws the curve near the upper envelope, since clouds lower an NDVI.</source>
        <translation>0: symmetrisch. 0.9 zieht die Kurve nahe an die obere Hülle, da Wolken einen NDVI senken.</translation>
    </message>
    <message>
        <location filename="../processing_provider/smooth_stack.py"/>
        <source>Whittaker: nodes (days)</source>
        <translation>Whittaker: Stützstellen (Tage)</translation>
    </message>
    <message>
        <location filename="../processing_provider/smooth_stack.py"/>
        <source>0: the curve has its nodes at the observations. 1: one a day, as most packages do.</source>
        <translation>0: die Kurve hat ihre Stützstellen an den Beobachtungen. 1: eine je Tag, wie bei den meisten Paketen.</translation>
    </message>
    <message>
        <location filename="../processing_provider/smooth_stack.py"/>
        <source>Harmonic: waves</source>
        <translation>Harmonisch: Wellen</translation>
    </message>
    <message>
        <location filename="../processing_provider/smooth_stack.py"/>
        <source>1: a year; 2: a half year too; up to 10.</source>
        <translation>1: ein Jahr; 2: auch ein halbes Jahr; bis 10.</translation>
    </message>
    <message>
        <location filename="../processing_provider/smooth_stack.py"/>
        <source>Harmonic: with trend</source>
        <translation>Harmonisch: mit Trend</translation>
    </message>
    <message>
        <location filename="../processing_provider/smooth_stack.py"/>
        <source>Whether the waves lie on a sloping line.</source>
        <translation>Ob die Wellen auf einer geneigten Geraden liegen.</translation>
    </message>
    <message>
        <location filename="../processing_provider/smooth_stack.py"/>
        <source>Harmonic: robust</source>
        <translation>Harmonisch: robust</translation>
    </message>
    <message>
        <location filename="../processing_provider/smooth_stack.py"/>
        <source>Whether observations far from the curve, such as clouds that the mask missed, lose their weight.</source>
        <translation>Ob Beobachtungen fern der Kurve, etwa Wolken, die die Maske übersah, ihr Gewicht verlieren.</translation>
    </message>
    <message>
        <location filename="../processing_provider/smooth_stack.py"/>
        <source>Harmonic: period (days)</source>
        <translation>Harmonisch: Periode (Tage)</translation>
    </message>
    <message>
        <location filename="../processing_provider/smooth_stack.py"/>
        <source>Length of the longest wave.</source>
        <translation>Länge der längsten Welle.</translation>
    </message>
    <message>
        <location filename="../processing_provider/split_stack.py"/>
        <source>Split stack</source>
        <translation>Stapel aufteilen</translation>
    </message>
    <message>
        <location filename="../processing_provider/split_stack.py"/>
        <source>separate,extract,dates,bands,single,geotiff,folder,export</source>
        <translation>trennen,herauslösen,Daten,Bänder,einzeln,geotiff,Ordner,exportieren</translation>
    </message>
    <message>
        <location filename="../processing_provider/split_stack.py"/>
        <source>Writes a GeoTIFF for each date, or for each band, of a stack.</source>
        <translation>Schreibt ein GeoTIFF für jeden Zeitpunkt oder für jedes Band eines Stapels.</translation>
    </message>
    <message>
        <location filename="../processing_provider/split_stack.py"/>
        <source>DATE: one file for each date with all bands. BAND: one file for each band with all dates. File names are that of the stack with the date or the band; dates are in the metadata of the files too, so that each can be loaded as a stack. Files of the same names in the folder are replaced.</source>
        <translation>DATE: eine Datei für jeden Zeitpunkt mit allen Bändern. BAND: eine Datei für jedes Band mit allen Zeitpunkten. Die Dateinamen sind der des Stapels mit dem Datum oder dem Band; die Daten stehen auch in den Metadaten der Dateien, so dass jede als Stapel geladen werden kann. Dateien gleichen Namens im Ordner werden ersetzt.</translation>
    </message>
    <message>
        <location filename="../processing_provider/split_stack.py"/>
        <source>A file for each</source>
        <translation>Eine Datei für jedes</translation>
    </message>
    <message>
        <location filename="../processing_provider/split_stack.py"/>
        <source>DATE: a file for each date. BAND: a file for each band.</source>
        <translation>DATE: eine Datei für jeden Zeitpunkt. BAND: eine Datei für jedes Band.</translation>
    </message>
    <message>
        <location filename="../processing_provider/split_stack.py"/>
        <source>Where to write the files.</source>
        <translation>Wohin die Dateien geschrieben werden.</translation>
    </message>
    <message>
        <location filename="../processing_provider/split_stack.py"/>
        <source>Folder</source>
        <translation>Ordner</translation>
    </message>
    <message>
        <location filename="../processing_provider/split_stack.py"/>
        <source>Rasters</source>
        <translation>Raster</translation>
    </message>
    <message>
        <location filename="../processing_provider/split_stack.py"/>
        <source>Number of files</source>
        <translation>Anzahl der Dateien</translation>
    </message>
    <message>
        <location filename="../processing_provider/split_stack.py"/>
        <source>{count} files</source>
        <translation>{count} Dateien</translation>
    </message>
    <message>
        <location filename="../processing_provider/stack_from_rasters.py"/>
        <source>Stack from rasters</source>
        <translation>Stapel aus Rastern</translation>
    </message>
    <message>
        <location filename="../processing_provider/stack_from_rasters.py"/>
        <source>merge,combine,build,import,folder,time series,netcdf,envi,landsat,mosaic,convert</source>
        <translation>zusammenführen,verbinden,aufbauen,importieren,Ordner,Zeitreihe,netcdf,envi,landsat,Mosaik,umwandeln</translation>
    </message>
    <message>
        <location filename="../processing_provider/stack_from_rasters.py"/>
        <source>Makes one stack of dated rasters, whatever their extents and CRS.</source>
        <translation>Macht aus datierten Rastern einen Stapel, gleich welche Ausdehnung und welches KBS sie haben.</translation>
    </message>
    <message>
        <location filename="../processing_provider/stack_from_rasters.py"/>
        <source>Dates come from the metadata or band names of the rasters, from netCDF time axes, or from the file names. Where that is not enough, give a pattern such as scene_%Y%m%d, or a regular expression whose groups year, month, day (or date) are the date and whose group band is the band; or a table of file names and dates. Stacks of other tools (netCDF, ENVI, GeoTIFF) are taken with all their dates. Times with a zone become UTC. A date that can be read in two ways, or that metadata and name tell differently, is refused.

Rasters on the lattice of the stack are copied as they are; others are resampled onto it. Without further choice the stack has the CRS and pixels of the first raster and covers all of them. Rasters of the same day become one date; where they overlap, the first one given counts.

Files that hold one band each, such as 20200105_B04.tif and 20200105_B08.tif, become the bands of their dates.</source>
        <translation>Die Daten kommen aus den Metadaten oder Bandnamen der Raster, aus Zeitachsen von netCDF oder aus den Dateinamen. Wo das nicht genügt, geben Sie ein Muster wie scene_%Y%m%d an, oder einen regulären Ausdruck, dessen Gruppen year, month, day (oder date) das Datum und dessen Gruppe band das Band sind; oder eine Tabelle mit Dateinamen und Daten. Stapel anderer Werkzeuge (netCDF, ENVI, GeoTIFF) werden mit allen ihren Daten übernommen. Zeiten mit einer Zeitzone werden UTC. Ein Datum, das sich auf zweierlei Weise lesen lässt oder das Metadaten und Name verschieden nennen, wird abgelehnt.

Raster auf dem Gitter des Stapels werden unverändert kopiert; andere werden darauf umgerechnet. Ohne weitere Wahl hat der Stapel KBS und Pixel des ersten Rasters und deckt alle ab. Raster desselben Tages werden ein Zeitpunkt; wo sie sich überlappen, zählt das zuerst genannte.

Dateien mit je einem Band, wie 20200105_B04.tif und 20200105_B08.tif, werden die Bänder ihrer Zeitpunkte.</translation>
    </message>
    <message>
        <location filename="../processing_provider/stack_from_rasters.py"/>
        <source>Rasters, or a folder with them</source>
        <translation>Raster, oder ein Ordner mit ihnen</translation>
    </message>
    <message>
        <location filename="../processing_provider/stack_from_rasters.py"/>
        <source>Layers, files, or the path of a folder, of which all rasters are taken.</source>
        <translation>Layer, Dateien oder der Pfad eines Ordners, dessen sämtliche Raster genommen werden.</translation>
    </message>
    <message>
        <location filename="../processing_provider/stack_from_rasters.py"/>
        <source>Pattern of dates in file names</source>
        <translation>Muster der Daten in Dateinamen</translation>
    </message>
    <message>
        <location filename="../processing_provider/stack_from_rasters.py"/>
        <source>For example scene_%Y%m%d, or a regular expression. Empty: dates are found by themselves.</source>
        <translation>Zum Beispiel scene_%Y%m%d, oder ein regulärer Ausdruck. Leer: die Daten werden selbst gefunden.</translation>
    </message>
    <message>
        <location filename="../processing_provider/stack_from_rasters.py"/>
        <source>Names of the bands</source>
        <translation>Namen der Bänder</translation>
    </message>
    <message>
        <location filename="../processing_provider/stack_from_rasters.py"/>
        <source>New names in the order of each file, separated by commas; or some of the names that the files tell, to take these bands only. Empty: all, as the files call them.</source>
        <translation>Neue Namen in der Reihenfolge jeder Datei, durch Kommas getrennt; oder einige der Namen, die die Dateien nennen, um nur diese Bänder zu nehmen. Leer: alle, wie die Dateien sie nennen.</translation>
    </message>
    <message>
        <location filename="../processing_provider/stack_from_rasters.py"/>
        <source>The stack to write, a .tif file.</source>
        <translation>Der zu schreibende Stapel, eine .tif-Datei.</translation>
    </message>
    <message>
        <location filename="../processing_provider/stack_from_rasters.py"/>
        <source>Search folders within folders</source>
        <translation>Unterordner durchsuchen</translation>
    </message>
    <message>
        <location filename="../processing_provider/stack_from_rasters.py"/>
        <source>A folder within may tell the date of its files, as in 2020-01-05/B04.tif.</source>
        <translation>Ein Unterordner darf das Datum seiner Dateien nennen, wie in 2020-01-05/B04.tif.</translation>
    </message>
    <message>
        <location filename="../processing_provider/stack_from_rasters.py"/>
        <source>Table of dates</source>
        <translation>Tabelle mit Daten</translation>
    </message>
    <message>
        <location filename="../processing_provider/stack_from_rasters.py"/>
        <source>A table that tells the date of each file.</source>
        <translation>Eine Tabelle, die das Datum jeder Datei nennt.</translation>
    </message>
    <message>
        <location filename="../processing_provider/stack_from_rasters.py"/>
        <source>Field with file names</source>
        <translation>Feld mit Dateinamen</translation>
    </message>
    <message>
        <location filename="../processing_provider/stack_from_rasters.py"/>
        <source>Names of files, with or without ending, or their paths within the folder.</source>
        <translation>Namen von Dateien, mit oder ohne Endung, oder ihre Pfade innerhalb des Ordners.</translation>
    </message>
    <message>
        <location filename="../processing_provider/stack_from_rasters.py"/>
        <source>Field with dates</source>
        <translation>Feld mit Daten</translation>
    </message>
    <message>
        <location filename="../processing_provider/stack_from_rasters.py"/>
        <source>Dates, or texts such as 2020-01-31.</source>
        <translation>Daten, oder Texte wie 2020-01-31.</translation>
    </message>
    <message>
        <location filename="../processing_provider/stack_from_rasters.py"/>
        <source>Raster to align to</source>
        <translation>Raster zum Ausrichten</translation>
    </message>
    <message>
        <location filename="../processing_provider/stack_from_rasters.py"/>
        <source>The stack takes its CRS, pixel size and alignment, and its extent where none is given.</source>
        <translation>Der Stapel übernimmt sein KBS, seine Pixelgröße und Ausrichtung, und seine Ausdehnung, wo keine angegeben ist.</translation>
    </message>
    <message>
        <location filename="../processing_provider/stack_from_rasters.py"/>
        <source>Size of a pixel in CRS units. Empty: that of the first raster.</source>
        <translation>Größe eines Pixels in Einheiten des KBS. Leer: die des ersten Rasters.</translation>
    </message>
    <message>
        <location filename="../processing_provider/stack_from_rasters.py"/>
        <source>CRS of the stack</source>
        <translation>KBS des Stapels</translation>
    </message>
    <message>
        <location filename="../processing_provider/stack_from_rasters.py"/>
        <source>Empty: that of the first raster.</source>
        <translation>Leer: das des ersten Rasters.</translation>
    </message>
    <message>
        <location filename="../processing_provider/stack_from_rasters.py"/>
        <source>Empty: all of the rasters.</source>
        <translation>Leer: die aller Raster.</translation>
    </message>
    <message>
        <location filename="../processing_provider/stack_from_rasters.py"/>
        <source>How rasters of other pixels are brought onto the grid. Classes need NEAREST or MODE.</source>
        <translation>Wie Raster mit anderen Pixeln auf das Gitter gebracht werden. Klassen brauchen NEAREST oder MODE.</translation>
    </message>
    <message>
        <location filename="../processing_provider/stack_from_rasters.py"/>
        <source>Merge rasters of the same day</source>
        <translation>Raster desselben Tages vereinen</translation>
    </message>
    <message>
        <location filename="../processing_provider/stack_from_rasters.py"/>
        <source>Otherwise rasters with different times of day are dates of their own.</source>
        <translation>Sonst sind Raster mit verschiedenen Tageszeiten eigene Zeitpunkte.</translation>
    </message>
    <message>
        <location filename="../processing_provider/stack_from_rasters.py"/>
        <source>Empty: that of the rasters; 0 for unsigned types where they have none and pixels are missing.</source>
        <translation>Leer: der der Raster; 0 bei vorzeichenlosen Typen, wo sie keinen haben und Pixel fehlen.</translation>
    </message>
    <message>
        <location filename="../processing_provider/stack_from_rasters.py"/>
        <source>Scale</source>
        <translation>Skalierung</translation>
    </message>
    <message>
        <location filename="../processing_provider/stack_from_rasters.py"/>
        <source>Physical value = stored number x scale + offset; the numbers stay. Empty: as the rasters say.</source>
        <translation>Physikalischer Wert = gespeicherte Zahl x Skalierung + Versatz; die Zahlen bleiben. Leer: wie die Raster sagen.</translation>
    </message>
    <message>
        <location filename="../processing_provider/stack_from_rasters.py"/>
        <source>Offset</source>
        <translation>Versatz</translation>
    </message>
    <message>
        <location filename="../processing_provider/stack_from_rasters.py"/>
        <source>For files of Sentinel-2 from 25 January 2022 on: scale 0.0001 and offset -0.1 give reflectances.</source>
        <translation>Bei Dateien von Sentinel-2 ab dem 25. Januar 2022 ergeben Skalierung 0.0001 und Versatz -0.1 Reflexionsgrade.</translation>
    </message>
    <message>
        <location filename="../processing_provider/stack_parameters.py"/>
        <source>Names of the bands, separated by commas, in the order wanted. dataMask is a band too.</source>
        <translation>Namen der Kanäle, durch Kommas getrennt, in der gewünschten Reihenfolge. Auch dataMask ist ein Kanal.</translation>
    </message>
    <message>
        <location filename="../processing_provider/stack_parameters.py"/>
        <source>Type of the numbers in the file. FLOAT32 costs twice the processing units.</source>
        <translation>Typ der Zahlen in der Datei. FLOAT32 kostet doppelt so viele Verarbeitungseinheiten.</translation>
    </message>
    <message>
        <location filename="../processing_provider/stack_parameters.py"/>
        <source>Own evalscript</source>
        <translation>Eigenes Evalscript</translation>
    </message>
    <message>
        <location filename="../processing_provider/stack_parameters.py"/>
        <source>An Evalscript V3 of your own (text, or the path of a .js file) instead of the generated one. It is run once per day with that day's scenes only; its output bands are called V1, V2 and so on.</source>
        <translation>Ein eigenes Evalscript V3 (Text oder Pfad einer .js-Datei) anstelle des erzeugten. Es läuft einmal je Tag, nur mit den Szenen dieses Tages; seine Ausgabekanäle heißen V1, V2 und so weiter.</translation>
    </message>
    <message>
        <location filename="../processing_provider/stack_parameters.py"/>
        <source>CRS of the stack. Empty: the UTM zone of the area.</source>
        <translation>KBS des Stapels. Leer: die UTM-Zone des Gebiets.</translation>
    </message>
    <message>
        <location filename="../processing_provider/stack_parameters.py"/>
        <source>Align to raster</source>
        <translation>An Raster ausrichten</translation>
    </message>
    <message>
        <location filename="../processing_provider/stack_parameters.py"/>
        <source>A raster whose CRS, pixel size and alignment the stack takes, instead of resolution and CRS.</source>
        <translation>Ein Raster, dessen KBS, Pixelgröße und Ausrichtung der Stapel übernimmt, anstelle von Auflösung und KBS.</translation>
    </message>
    <message>
        <location filename="../processing_provider/stack_parameters.py"/>
        <source>Pixels x dates per question</source>
        <translation>Pixel x Tage je Anfrage</translation>
    </message>
    <message>
        <location filename="../processing_provider/stack_parameters.py"/>
        <source>Larger fetches are cut into several questions. Services run out of time near 100 million.</source>
        <translation>Größere Abrufe werden in mehrere Anfragen zerlegt. Nahe 100 Millionen geht Diensten die Zeit aus.</translation>
    </message>
    <message>
        <location filename="../processing_provider/stack_parameters.py"/>
        <source>Questions at the same time</source>
        <translation>Gleichzeitige Anfragen</translation>
    </message>
    <message>
        <location filename="../processing_provider/stack_parameters.py"/>
        <source>The account's requests and units per minute are kept, however many there are.</source>
        <translation>Die Anfragen und Einheiten pro Minute des Kontos werden eingehalten, wie viele es auch sind.</translation>
    </message>
    <message>
        <location filename="../processing_provider/stack_parameters.py"/>
        <source>The address holds an instance id. It stays out of QGIS's history, but models, batch files and shells keep it: save it as a connection, or set TIMESTACK_INSTANCE_ID in the environment.</source>
        <translation>Die Adresse enthält eine Instanz-ID. Im Verlauf von QGIS steht sie nicht, aber Modelle, Stapelverarbeitung und Shells behalten sie: Speichern Sie sie als Verbindung, oder setzen Sie TIMESTACK_INSTANCE_ID in der Umgebung.</translation>
    </message>
    <message>
        <location filename="../processing_provider/stack_tables.py"/>
        <source>The table cannot be written.</source>
        <translation>Die Tabelle kann nicht geschrieben werden.</translation>
    </message>
    <message>
        <location filename="../processing_provider/stack_transform.py"/>
        <source>A GeoTIFF. It appears when it is whole.</source>
        <translation>Ein GeoTIFF. Es erscheint, wenn es vollständig ist.</translation>
    </message>
    <message>
        <location filename="../processing_provider/stack_transform.py"/>
        <source>Names of the bands, separated by commas. Empty: all but masks and classes.</source>
        <translation>Namen der Bänder, durch Kommas getrennt. Leer: alle außer Masken und Klassen.</translation>
    </message>
    <message>
        <location filename="../processing_provider/stack_transform.py"/>
        <source>Type of the numbers in the file. AUTO: that of the stack, FLOAT32 where fractions come up.</source>
        <translation>Typ der Zahlen in der Datei. AUTO: der des Stapels, FLOAT32, wo Brüche entstehen.</translation>
    </message>
    <message>
        <location filename="../processing_provider/stack_transform.py"/>
        <source>Mask band</source>
        <translation>Maskenband</translation>
    </message>
    <message>
        <location filename="../processing_provider/stack_transform.py"/>
        <source>The band that tells clouds: SCL, CLM, CLP, CLD, FMASK, QA_PIXEL, dataMask, any band of the stack together with classes or bits, or AUTO for the first of these that the stack has.</source>
        <translation>Das Band, das Wolken meldet: SCL, CLM, CLP, CLD, FMASK, QA_PIXEL, dataMask, irgendein Band des Stapels zusammen mit Klassen oder Bits, oder AUTO für das erste davon, das der Stapel hat.</translation>
    </message>
    <message>
        <location filename="../processing_provider/stack_transform.py"/>
        <source>Empty: no mask.</source>
        <translation>Leer: keine Maske.</translation>
    </message>
    <message>
        <location filename="../processing_provider/stack_transform.py"/>
        <source>Masked classes</source>
        <translation>Maskierte Klassen</translation>
    </message>
    <message>
        <location filename="../processing_provider/stack_transform.py"/>
        <source>Values of the mask band that are not clear, separated by commas, for example 3,8,9,10.</source>
        <translation>Werte des Maskenbands, die nicht klar sind, durch Kommas getrennt, zum Beispiel 3,8,9,10.</translation>
    </message>
    <message>
        <location filename="../processing_provider/stack_transform.py"/>
        <source>Masked bits</source>
        <translation>Maskierte Bits</translation>
    </message>
    <message>
        <location filename="../processing_provider/stack_transform.py"/>
        <source>Bits of the mask band, from 0, separated by commas; a pixel is clear where none of them is set.</source>
        <translation>Bits des Maskenbands, ab 0, durch Kommas getrennt; ein Pixel ist klar, wo keines davon gesetzt ist.</translation>
    </message>
    <message>
        <location filename="../processing_provider/stack_transform.py"/>
        <source>First step</source>
        <translation>Erster Schritt</translation>
    </message>
    <message>
        <location filename="../processing_provider/stack_transform.py"/>
        <source>Empty: the first day of the stack.</source>
        <translation>Leer: der erste Tag des Stapels.</translation>
    </message>
    <message>
        <location filename="../processing_provider/stack_transform.py"/>
        <source>Last step, at most</source>
        <translation>Letzter Schritt, höchstens</translation>
    </message>
    <message>
        <location filename="../processing_provider/stack_transform.py"/>
        <source>Empty: the last day of the stack.</source>
        <translation>Leer: der letzte Tag des Stapels.</translation>
    </message>
    <message>
        <location filename="../processing_provider/trend_stack.py"/>
        <source>Trend of stack</source>
        <translation>Trend eines Stapels</translation>
    </message>
    <message>
        <location filename="../processing_provider/trend_stack.py"/>
        <source>theil,sen,mann,kendall,slope,significance,change,greening,browning,time series</source>
        <translation>theil,sen,mann,kendall,Steigung,Signifikanz,Veränderung,Ergrünen,Vergilben,Zeitreihe</translation>
    </message>
    <message>
        <location filename="../processing_provider/trend_stack.py"/>
        <source>Computes the slope per year and its significance for each pixel of a stack.</source>
        <translation>Berechnet die Steigung pro Jahr und ihre Signifikanz für jedes Pixel eines Stapels.</translation>
    </message>
    <message>
        <location filename="../processing_provider/trend_stack.py"/>
        <source>For each band the raster has Theil and Sen's slope per year in the band's own units, the two-sided p of Mann and Kendall's test, Kendall's tau and the number of observations.

The year's course is no trend: choose month or season to compare each of them with itself alone (Hirsch, Slack and Smith 1982), or make yearly composites first. A season of three months that begins in December belongs to the year that follows. p rests on the normal distribution, corrected for ties and continuity, and is near enough from ten observations on.</source>
        <translation>Für jedes Band hat das Raster die Steigung pro Jahr nach Theil und Sen in den Einheiten des Bandes, das zweiseitige p des Tests von Mann und Kendall, Kendalls Tau und die Anzahl der Beobachtungen.

Der Jahresgang ist kein Trend: wählen Sie month oder season, um jeden Monat oder jede Jahreszeit nur mit sich selbst zu vergleichen (Hirsch, Slack und Smith 1982), oder bilden Sie zuerst jährliche Komposite. Eine Jahreszeit aus drei Monaten, die im Dezember beginnt, gehört zum folgenden Jahr. p beruht auf der Normalverteilung, mit Korrektur für Bindungen und Stetigkeit, und ist ab zehn Beobachtungen genau genug.</translation>
    </message>
    <message>
        <location filename="../processing_provider/trend_stack.py"/>
        <source>Seasonal</source>
        <translation>Saisonal</translation>
    </message>
    <message>
        <location filename="../processing_provider/trend_stack.py"/>
        <source>Whether months, or seasons of three months, are each compared with themselves alone.</source>
        <translation>Ob Monate, oder Jahreszeiten von drei Monaten, jeweils nur mit sich selbst verglichen werden.</translation>
    </message>
    <message>
        <location filename="../processing_provider/trend_stack.py"/>
        <source>Trend</source>
        <translation>Trend</translation>
    </message>
    <message>
        <location filename="../processing_provider/trend_stack.py"/>
        <source>A GeoTIFF with four bands for each band. It appears when it is whole.</source>
        <translation>Ein GeoTIFF mit vier Bändern je Band. Es erscheint, wenn es vollständig ist.</translation>
    </message>
    <message>
        <location filename="../processing_provider/zonal_time_series.py"/>
        <source>Zonal time series</source>
        <translation>Zonale Zeitreihen</translation>
    </message>
    <message>
        <location filename="../processing_provider/zonal_time_series.py"/>
        <source>zonal statistics,polygons,parcels,fields,mean,median,table,csv,time series,ndvi</source>
        <translation>zonale Statistik,Polygone,Parzellen,Felder,Mittel,Median,Tabelle,csv,Zeitreihe,ndvi</translation>
    </message>
    <message>
        <location filename="../processing_provider/zonal_time_series.py"/>
        <source>Writes statistics of the pixels in polygons as a table, for every date and band of a stack.</source>
        <translation>Schreibt Statistiken der Pixel in Polygonen als Tabelle, für jeden Zeitpunkt und jedes Band eines Stapels.</translation>
    </message>
    <message>
        <location filename="../processing_provider/zonal_time_series.py"/>
        <source>One line for each polygon, date and band, scale and offset applied. Every pixel that a polygon touches counts by exactly the share of it that lies inside, so small and narrow polygons are right too: mean (also as value), median, standard deviation and percentiles are weighted by these shares, count is their sum over the pixels with data, and valid_share tells how much of the polygon has data. Minimum and maximum are those of all pixels touched; the standard deviation divides by the sum of shares.

Where a polygon has no data on a date, its statistics are null and its count is 0. Polygons that are empty or lie outside the stack have such lines too, and the log names them.

Percentiles are interpolated between pixels as exactextract does; for whole pixels that is the usual way.</source>
        <translation>Eine Zeile für jedes Polygon, jeden Zeitpunkt und jedes Band, Skalierung und Versatz angewandt. Jedes Pixel, das ein Polygon berührt, zählt mit genau dem Anteil, der darin liegt; so stimmen auch kleine und schmale Polygone: Mittel (auch als value), Median, Standardabweichung und Perzentile sind mit diesen Anteilen gewichtet, count ist ihre Summe über die Pixel mit Daten, und valid_share sagt, wie viel des Polygons Daten hat. Minimum und Maximum sind die aller berührten Pixel; die Standardabweichung teilt durch die Summe der Anteile.

Wo ein Polygon an einem Zeitpunkt keine Daten hat, sind seine Statistiken null und sein count ist 0. Auch leere Polygone und solche außerhalb des Stapels haben solche Zeilen, und das Protokoll nennt sie.

Perzentile werden zwischen Pixeln interpoliert wie bei exactextract; für ganze Pixel ist das der übliche Weg.</translation>
    </message>
    <message>
        <location filename="../processing_provider/zonal_time_series.py"/>
        <source>Polygons</source>
        <translation>Polygone</translation>
    </message>
    <message>
        <location filename="../processing_provider/zonal_time_series.py"/>
        <source>The polygons, in any CRS; they may overlap.</source>
        <translation>Die Polygone, in einem beliebigen KBS; sie dürfen sich überlappen.</translation>
    </message>
    <message>
        <location filename="../processing_provider/zonal_time_series.py"/>
        <source>What to call the polygons in the table. Empty: the number of the feature.</source>
        <translation>Wie die Polygone in der Tabelle heißen. Leer: die Nummer des Objekts.</translation>
    </message>
    <message>
        <location filename="../processing_provider/zonal_time_series.py"/>
        <source>Statistics</source>
        <translation>Statistiken</translation>
    </message>
    <message>
        <location filename="../processing_provider/zonal_time_series.py"/>
        <source>Columns of the table. Empty: all.</source>
        <translation>Spalten der Tabelle. Leer: alle.</translation>
    </message>
    <message>
        <location filename="../processing_provider/zonal_time_series.py"/>
        <source>Zonal series</source>
        <translation>Zonale Reihen</translation>
    </message>
    <message>
        <location filename="../processing_provider/zonal_time_series.py"/>
        <source>Number of polygons with data</source>
        <translation>Anzahl der Polygone mit Daten</translation>
    </message>
    <message>
        <location filename="../processing_provider/zonal_time_series.py"/>
        <source>Number of polygons without data</source>
        <translation>Anzahl der Polygone ohne Daten</translation>
    </message>
    <message>
        <location filename="../processing_provider/zonal_time_series.py"/>
        <source>Empty polygons, whose statistics are null: {names}</source>
        <translation>Leere Polygone, deren Statistiken null sind: {names}</translation>
    </message>
    <message>
        <location filename="../processing_provider/zonal_time_series.py"/>
        <source>Polygons outside the stack or without data, whose statistics are null: {names}</source>
        <translation>Polygone außerhalb des Stapels oder ohne Daten, deren Statistiken null sind: {names}</translation>
    </message>
</context>
</TS>
