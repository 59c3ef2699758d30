<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="de" sourcelanguage="en">
<context>
    <name>Timestack</name>
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
        <source>there is neither an extent nor a mask; give one of them.</source>
        <translation>Es ist weder eine Ausdehnung noch eine Maske angegeben; geben Sie eines von beiden an.</translation>
    </message>
    <message>
        <location filename="../plugin/bridge/messages.py"/>
        <source>'{value}' is neither a saved connection, nor 'demo', nor a folder with scenes, nor a service address.</source>
        <translation>„{value}“ ist weder eine gespeicherte Verbindung noch „demo“, weder ein Ordner mit Szenen noch die Adresse eines Dienstes.</translation>
    </message>
    <message>
        <location filename="../plugin/bridge/messages.py"/>
        <source>the address {value} has no instance id; set TIMESTACK_INSTANCE_ID in the environment or use a connection.</source>
        <translation>Die Adresse {value} enthält keine Instanz-ID; setzen Sie die Umgebungsvariable TIMESTACK_INSTANCE_ID oder verwenden Sie eine Verbindung.</translation>
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
        <location filename="../processing_provider/base.py"/>
        <source>Acquire</source>
        <translation>Daten beziehen</translation>
    </message>
    <message>
        <location filename="../processing_provider/base.py"/>
        <source>Evalscript</source>
        <translation>Evalscript</translation>
    </message>
    <message>
        <location filename="../processing_provider/base.py"/>
        <source>Stack</source>
        <translation>Stapel</translation>
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
        <location filename="../processing_provider/fetch_temporal_stack.py"/>
        <source>The GeoTIFF to write. It appears under its name only when all of it is there.</source>
        <translation>Das zu schreibende GeoTIFF. Es erscheint erst unter seinem Namen, wenn es vollständig ist.</translation>
    </message>
    <message>
        <location filename="../processing_provider/fetch_temporal_stack.py"/>
        <source>Number of time steps</source>
        <translation>Anzahl der Zeitschritte</translation>
    </message>
    <message>
        <location filename="../processing_provider/fetch_temporal_stack.py"/>
        <source>Dates, separated by commas</source>
        <translation>Tage, durch Kommas getrennt</translation>
    </message>
    <message>
        <location filename="../processing_provider/fetch_temporal_stack.py"/>
        <source>Processing units spent</source>
        <translation>Verbrauchte Verarbeitungseinheiten</translation>
    </message>
    <message>
        <location filename="../processing_provider/fetch_temporal_stack.py"/>
        <source>Requests made</source>
        <translation>Gestellte Anfragen</translation>
    </message>
    <message>
        <location filename="../processing_provider/fetch_temporal_stack.py"/>
        <source>Bands</source>
        <translation>Kanäle</translation>
    </message>
    <message>
        <location filename="../processing_provider/fetch_temporal_stack.py"/>
        <source>Names of the bands, separated by commas, in the order wanted. dataMask is a band too.</source>
        <translation>Namen der Kanäle, durch Kommas getrennt, in der gewünschten Reihenfolge. Auch dataMask ist ein Kanal.</translation>
    </message>
    <message>
        <location filename="../processing_provider/fetch_temporal_stack.py"/>
        <source>Units</source>
        <translation>Einheiten</translation>
    </message>
    <message>
        <location filename="../processing_provider/fetch_temporal_stack.py"/>
        <source>DN: digital numbers (reflectance x 10000 for Sentinel-2), cheapest. REFLECTANCE needs FLOAT32.</source>
        <translation>DN: Digitalwerte (bei Sentinel-2 Reflexionsgrad x 10000), am günstigsten. REFLECTANCE braucht FLOAT32.</translation>
    </message>
    <message>
        <location filename="../processing_provider/fetch_temporal_stack.py"/>
        <source>Sample type</source>
        <translation>Datentyp</translation>
    </message>
    <message>
        <location filename="../processing_provider/fetch_temporal_stack.py"/>
        <source>Type of the numbers in the file. FLOAT32 costs twice the processing units.</source>
        <translation>Typ der Zahlen in der Datei. FLOAT32 kostet doppelt so viele Verarbeitungseinheiten.</translation>
    </message>
    <message>
        <location filename="../processing_provider/fetch_temporal_stack.py"/>
        <source>No-data value</source>
        <translation>Leerwert</translation>
    </message>
    <message>
        <location filename="../processing_provider/fetch_temporal_stack.py"/>
        <source>Value of pixels without data. Empty: 0 for unsigned types, -32768 for INT16, NaN for FLOAT32.</source>
        <translation>Wert der Pixel ohne Daten. Leer: 0 bei vorzeichenlosen Typen, -32768 bei INT16, NaN bei FLOAT32.</translation>
    </message>
    <message>
        <location filename="../processing_provider/fetch_temporal_stack.py"/>
        <source>Own evalscript</source>
        <translation>Eigenes Evalscript</translation>
    </message>
    <message>
        <location filename="../processing_provider/fetch_temporal_stack.py"/>
        <source>An Evalscript V3 of your own (text, or the path of a .js file) instead of the generated one. It is run once per day with that day's scenes only; its output bands are called V1, V2 and so on.</source>
        <translation>Ein eigenes Evalscript V3 (Text oder Pfad einer .js-Datei) anstelle des erzeugten. Es läuft einmal je Tag, nur mit den Szenen dieses Tages; seine Ausgabekanäle heißen V1, V2 und so weiter.</translation>
    </message>
    <message>
        <location filename="../processing_provider/fetch_temporal_stack.py"/>
        <source>Resolution</source>
        <translation>Auflösung</translation>
    </message>
    <message>
        <location filename="../processing_provider/fetch_temporal_stack.py"/>
        <source>Size of a pixel in units of the CRS (metres in UTM).</source>
        <translation>Pixelgröße in Einheiten des KBS (bei UTM Meter).</translation>
    </message>
    <message>
        <location filename="../processing_provider/fetch_temporal_stack.py"/>
        <source>CRS</source>
        <translation>KBS</translation>
    </message>
    <message>
        <location filename="../processing_provider/fetch_temporal_stack.py"/>
        <source>CRS of the stack. Empty: the UTM zone of the area.</source>
        <translation>KBS des Stapels. Leer: die UTM-Zone des Gebiets.</translation>
    </message>
    <message>
        <location filename="../processing_provider/fetch_temporal_stack.py"/>
        <source>Resampling</source>
        <translation>Abtastung</translation>
    </message>
    <message>
        <location filename="../processing_provider/fetch_temporal_stack.py"/>
        <source>How the service resamples bands of another resolution.</source>
        <translation>Wie der Dienst Kanäle anderer Auflösung umrechnet.</translation>
    </message>
    <message>
        <location filename="../processing_provider/fetch_temporal_stack.py"/>
        <source>Align to raster</source>
        <translation>An Raster ausrichten</translation>
    </message>
    <message>
        <location filename="../processing_provider/fetch_temporal_stack.py"/>
        <source>A raster whose CRS, pixel size and alignment the stack takes, instead of resolution and CRS.</source>
        <translation>Ein Raster, dessen KBS, Pixelgröße und Ausrichtung der Stapel übernimmt, anstelle von Auflösung und KBS.</translation>
    </message>
    <message>
        <location filename="../processing_provider/fetch_temporal_stack.py"/>
        <source>The address holds an instance id, and QGIS keeps it in its history; set TIMESTACK_INSTANCE_ID in the environment instead.</source>
        <translation>Die Adresse enthält eine Instanz-ID, und QGIS behält sie im Verlauf; setzen Sie stattdessen die Umgebungsvariable TIMESTACK_INSTANCE_ID.</translation>
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
        <source>A raster whose bands tell their dates.</source>
        <translation>Ein Raster, dessen Kanäle ihr Datum angeben.</translation>
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
        <location filename="../processing_provider/selection_parameters.py"/>
        <source>Connection</source>
        <translation>Verbindung</translation>
    </message>
    <message>
        <location filename="../processing_provider/selection_parameters.py"/>
        <source>Where to ask: 'demo' (simulated scenes, no account, no network), a folder with scenes, or a service address such as https://sh.dataspace.copernicus.eu/ogc/wcs, whose instance id is then taken from the environment variable TIMESTACK_INSTANCE_ID.</source>
        <translation>Wo angefragt wird: „demo“ (simulierte Szenen, kein Konto, kein Netzwerk), ein Ordner mit Szenen oder die Adresse eines Dienstes wie https://sh.dataspace.copernicus.eu/ogc/wcs, deren Instanz-ID dann der Umgebungsvariablen TIMESTACK_INSTANCE_ID entnommen wird.</translation>
    </message>
    <message>
        <location filename="../processing_provider/selection_parameters.py"/>
        <source>Collection</source>
        <translation>Kollektion</translation>
    </message>
    <message>
        <location filename="../processing_provider/selection_parameters.py"/>
        <source>Which data collection, for example sentinel-2-l2a. Empty: the one that a local connection holds, Sentinel-2 L2A otherwise.</source>
        <translation>Welche Datenkollektion, zum Beispiel sentinel-2-l2a. Leer: die Kollektion, die eine lokale Verbindung enthält, sonst Sentinel-2 L2A.</translation>
    </message>
    <message>
        <location filename="../processing_provider/selection_parameters.py"/>
        <source>Extent</source>
        <translation>Ausdehnung</translation>
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
        <source>First day</source>
        <translation>Erster Tag</translation>
    </message>
    <message>
        <location filename="../processing_provider/selection_parameters.py"/>
        <source>First day, inclusive, as a UTC calendar day.</source>
        <translation>Erster Tag, einschließlich, als Kalendertag in UTC.</translation>
    </message>
    <message>
        <location filename="../processing_provider/selection_parameters.py"/>
        <source>Last day</source>
        <translation>Letzter Tag</translation>
    </message>
    <message>
        <location filename="../processing_provider/selection_parameters.py"/>
        <source>Last day, inclusive, as a UTC calendar day.</source>
        <translation>Letzter Tag, einschließlich, als Kalendertag in UTC.</translation>
    </message>
    <message>
        <location filename="../processing_provider/selection_parameters.py"/>
        <source>Time steps</source>
        <translation>Zeitschritte</translation>
    </message>
    <message>
        <location filename="../processing_provider/selection_parameters.py"/>
        <source>ORBIT: one time step a day, its source tiles merged. TILE: one time step for each source tile.</source>
        <translation>ORBIT: ein Zeitschritt je Tag, dessen Quellkacheln zusammengefügt werden. TILE: ein Zeitschritt je Quellkachel.</translation>
    </message>
    <message>
        <location filename="../processing_provider/selection_parameters.py"/>
        <source>Maximum cloud cover (%)</source>
        <translation>Höchste Bewölkung (%)</translation>
    </message>
    <message>
        <location filename="../processing_provider/selection_parameters.py"/>
        <source>Leave out source tiles with more clouds. The figure is that of the whole tile, not of your area.</source>
        <translation>Quellkacheln mit mehr Wolken auslassen. Der Wert gilt für die ganze Kachel, nicht für Ihr Gebiet.</translation>
    </message>
    <message>
        <location filename="../processing_provider/selection_parameters.py"/>
        <source>Scenes</source>
        <translation>Szenen</translation>
    </message>
    <message>
        <location filename="../processing_provider/selection_parameters.py"/>
        <source>Which days to keep: all, the first of each month, or the clearest of each month or ten days.</source>
        <translation>Welche Tage behalten werden: alle, der jeweils erste eines Monats oder der wolkenärmste eines Monats oder von zehn Tagen.</translation>
    </message>
    <message>
        <location filename="../processing_provider/selection_parameters.py"/>
        <source>Months</source>
        <translation>Monate</translation>
    </message>
    <message>
        <location filename="../processing_provider/selection_parameters.py"/>
        <source>Months of the year to keep, for example 5,6,7,8,9. Empty keeps all.</source>
        <translation>Monate des Jahres, die behalten werden, zum Beispiel 5,6,7,8,9. Leer behält alle.</translation>
    </message>
    <message>
        <location filename="../processing_provider/selection_parameters.py"/>
        <source>Dates</source>
        <translation>Tage</translation>
    </message>
    <message>
        <location filename="../processing_provider/selection_parameters.py"/>
        <source>Days to keep, for example 2020-05-04,2020-05-09. Empty keeps all.</source>
        <translation>Tage, die behalten werden, zum Beispiel 2020-05-04,2020-05-09. Leer behält alle.</translation>
    </message>
</context>
</TS>
