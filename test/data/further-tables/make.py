# Writes the tables of this folder: `python3 make.py`, with openpyxl 3.1, XlsxWriter 3.2 and LibreOffice Calc 7.4 (Debian 12).
import datetime as d, os, re, shutil, subprocess, tempfile, zipfile
import openpyxl, xlsxwriter
out = os.path.dirname(os.path.abspath(__file__))
H = ['Titel', 'Datum', 'Beginn', 'Ende', 'Raum']
S = [('Begrüßung', d.date(2027, 3, 16), d.time(9, 0), d.time(9, 30), 'Saal 1'), ('Öffentliche Räume', d.date(2027, 3, 16), d.time(9, 30), d.time(10, 30), 'Saal 1'), ('Kaffee & Kuchen', d.date(2027, 3, 17), d.time(10, 30), d.time(11, 0), 'Foyer')]
T = [[t, day.strftime('%d.%m.%Y'), a.strftime('%H:%M'), e.strftime('%H:%M'), room] for t, day, a, e, room in S]

def text(name, content, encoding='utf-8'):
    with open(f'{out}/{name}', 'wb') as file: file.write(content if isinstance(content, bytes) else content.encode(encoding))
def lines(rows, sign=';', end='\n', head=H): return ''.join(sign.join(row) + end for row in [head, *rows])
def put(rows, at, column, value): return [[value if (r == at and c == column) else cell for c, cell in enumerate(row)] for r, row in enumerate(rows)]

# What spreadsheets and databases export as text.
text('decimal-comma.csv', lines([[*row, price] for row, price in zip(T, ['12,50', '1.200,00', '0,5'])], head=[*H, 'Preis']))
text('utf16le-no-mark.txt', lines(T, '\t', '\r\n'), 'utf-16-le')
text('old-mac.csv', lines(T, ';', '\r'), 'cp1252')
text('old-mac-quotes.csv', lines(put(T, 0, 0, '"Begrüßung\rmit Musik"'), ';', '\r'), 'cp1252')
text('empty-tail.csv', lines([[*row, '', '', ''] for row in T] + [[''] * 8] * 40, head=[*H, '', '', '']))
text('midnight-24.csv', lines(put(T, 2, 3, '24:00')))
text('duration-column.csv', lines([[*row[:3], '30', row[4]] for row in T], head=['Titel', 'Datum', 'Beginn', 'Dauer (min)', 'Raum']))
text('moment-columns.csv', lines([[row[0], f'{row[1]} {row[2]}', f'{row[1]} {row[3]}', row[4]] for row in T], head=['Titel', 'Beginn', 'Ende', 'Raum']))
text('us-words.csv', lines([[t, day.strftime('%B %-d, %Y').join('""'), a.strftime('%-I:%M %p'), e.strftime('%-I:%M %p'), room] for t, day, a, e, room in S], ','))
text('excel-month-names.csv', lines([[t, day.strftime('%-d-%b-%y'), *rest] for (t, day, *_), (_, _, *rest) in zip(S, T)]))
text('both-orders.csv', lines([put(T, 0, 1, '03/16/2027')[0], put(T, 1, 1, '16/03/2027')[1], T[2]]))
text('header-breaks.csv', lines(T, head=['Titel', 'Datum', '"Beginn\n(Uhr)"', '"Ende\n(Uhr)"', 'Raum']))
text('group-header.csv', lines(T, head=['', '', 'Zeit', '', 'Ort']).replace(';;Zeit;;Ort\n', ';;Zeit;;Ort\n' + ';'.join(H) + '\n'))
text('header-again.csv', lines([T[0], H, T[1], T[2]]))
text('day-sections.csv', lines([['Dienstag, 16. März 2027', '', '', '', ''], *T[:2], ['Mittwoch, 17. März 2027', '', '', '', ''], T[2]]))
text('unquoted-decimals.csv', lines([[*row, '12,50'] for row in T], ',', head=[*H, 'Preis']))
text('backslash-quotes.csv', lines(put(T, 0, 0, '"Die \\"große\\" Begrüßung"'), ','))
text('dollar-sep.csv', 'sep=,\r\n' + lines(T, ',', '\r\n'))
text('typographic-1252.csv', lines(put(T, 0, 0, 'Begrüßung – „Willkommen“ für 5 €')), 'cp1252')
text('ranges-in-start.csv', lines([[row[0], row[1], f'{row[2]} - {row[3]}', row[3], row[4]] for row in T]))
text('ranges-of-days.csv', lines(put(T, 0, 1, '16.03.2027 - 17.03.2027')))
text('ranges-of-iso-days.csv', lines(put(T, 0, 1, '2027-03-16 bis 2027-03-17')))
text('utc-moments.csv', lines(put(put(T, 0, 2, '2027-03-16T09:00:00Z'), 1, 2, '2027-03-16T09:30:00+01:00')))
text('footnote.csv', lines([*T, ['Stand: 1.2.2027, Änderungen vorbehalten', '', '', '', '']]))
text('formula-texts.csv', lines(put(T, 0, 0, '"=HYPERLINK(""http://x.example"";""Begrüßung"")"')))
text('apostrophes.csv', lines([[row[0], "'" + row[1], *row[2:]] for row in T]))
text('no-year.csv', lines([[row[0], row[1][:6], *row[2:]] for row in T]))
text('four-digit-times.csv', lines([[row[0], row[1], row[2].replace(':', ''), row[3].replace(':', ''), row[4]] for row in T]))
text('nbsp.csv', lines([[cell.replace(' ', '\u00a0') + '\u00a0' for cell in row] for row in T]))
text('one-column.csv', lines([[row[0]] for row in T], head=['Titel']))
text('mixed-line-ends.csv', ';'.join(H) + '\r\n' + ';'.join(T[0]) + '\n' + ';'.join(T[1]) + '\r' + ';'.join(T[2]) + '\r\n')
text('table.html.xls', '<html><table><tr>' + ''.join(f'<th>{h}</th>' for h in H) + '</tr></table></html>')
text('koi8.csv', lines([['Открытие выставки', *T[0][1:]], ['Перерыв на обед', *T[1][1:]]]), 'koi8-r')

# Workbooks as two libraries write them.
def book(): return openpyxl.Workbook()
b = book(); ws = b.active; ws.append(H)
for row in S: ws.append(list(row))
ws['D2'] = '#REF!'; ws['D2'].data_type = 'e'; ws['B3'] = '#DIV/0!'; ws['B3'].data_type = 'e'; b.save(f'{out}/errors.xlsx')
b = book(); ws = b.active; ws.title = 'Deckblatt'; ws['A1'] = 'Programm 2027'; ws['A2'] = 'Stand: Februar'; w2 = b.create_sheet('Programm'); w2.append(H)
for row in S: w2.append(list(row))
b.save(f'{out}/cover-sheet.xlsx')
b = book(); ws = b.active; ws.append(H)
for row in S: ws.append(list(row))
for r in range(5, 1200): ws.cell(r, 5).number_format = '0.00'
b.save(f'{out}/formatted-tail.xlsx')
b = book(); ws = b.active; ws.append([*H[:4], 'Geheim', 'Raum'])
for row in S: ws.append([*row[:4], 'x', row[4]])
ws.column_dimensions['E'].hidden = True; ws.column_dimensions['F'].hidden = True; b.save(f'{out}/hidden-columns.xlsx')
b = book(); ws = b.active; ws.append(H)
for row in T: ws.append(row)
b.save(f'{out}/all-text.xlsx')
b = book(); ws = b.active; ws.append(H)
for row in S: ws.append(list(row))
for r in (2, 3, 4): ws.cell(r, 2).number_format = '[$-407]dddd, d. mmmm yyyy'; ws.cell(r, 3).number_format = 'h:mm AM/PM'; ws.cell(r, 4).number_format = '[$-F400]h:mm:ss AM/PM'
b.save(f'{out}/locale-formats.xlsx')
b = book(); ws = b.active; ws.append(['Programm der Tagung']); ws.merge_cells('A1:E1'); ws.append([]); ws.append(['Titel', 'Wann', None, None, 'Ort']); ws.append(H); ws.merge_cells('B3:D3')
for row in S: ws.append(list(row))
ws.append(['Summe', None, None, None, 3]); b.save(f'{out}/title-two-headers-total.xlsx')
b = book(); ws = b.active; ws.append(H)
for row in S: ws.append(list(row))
ws['A3'] = 'Öffentliche_x000D_\nRäume'; b.save(f'{out}/escaped-returns.xlsx')
b = book(); ws = b.active; ws.append(H)
for row in S: ws.append(list(row))
ws['C2'] = 1.375; ws['C2'].number_format = 'hh:mm'; b.save(f'{out}/time-beyond-a-day.xlsx')
b = book(); ws = b.active; ws.append(H)
for row in S: ws.append(list(row))
ws['B2'] = d.datetime(1899, 12, 31); ws['B3'] = 60; ws['B3'].number_format = 'dd.mm.yyyy'; b.save(f'{out}/before-1900.xlsx')
w = xlsxwriter.Workbook(f'{out}/array-formulas.xlsx'); s = w.add_worksheet(); tm = w.add_format({'num_format': 'hh:mm'}); dt = w.add_format({'num_format': 'yyyy-mm-dd'})
for c, h in enumerate(H): s.write(0, c, h)
for r, (t, day, a, e, room) in enumerate(S):
    s.write(r + 1, 0, t); s.write_datetime(r + 1, 1, d.datetime.combine(day, d.time()), dt); s.write_datetime(r + 1, 2, a, tm); s.write_array_formula(r + 1, 3, r + 1, 3, f'{{=C{r+2}+TIME(0,30,0)}}', tm, (e.hour * 60 + e.minute) / 1440); s.write_url(r + 1, 4, 'https://example.org', string=room)
s.autofilter(0, 0, 3, 4); w.close()
# Strict Open XML has other names for the same parts.
strict = [('http://schemas.openxmlformats.org/spreadsheetml/2006/main', 'http://purl.oclc.org/ooxml/spreadsheetml/main'), ('http://schemas.openxmlformats.org/officeDocument/2006/relationships', 'http://purl.oclc.org/ooxml/officeDocument/relationships')]
with zipfile.ZipFile(f'{out}/all-text.xlsx') as old, zipfile.ZipFile(f'{out}/strict.xlsx', 'w') as new:
    for entry in old.infolist():
        content = old.read(entry)
        for a, b_ in strict: content = content.replace(a.encode(), b_.encode())
        new.writestr(entry.filename, content)

# The same through Calc: what it writes for dates, merged cells, errors, percent and several sheets.
FODS = '''<?xml version="1.0" encoding="UTF-8"?>
<office:document xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" xmlns:style="urn:oasis:names:tc:opendocument:xmlns:style:1.0" xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" xmlns:of="urn:oasis:names:tc:opendocument:xmlns:of:1.2" xmlns:number="urn:oasis:names:tc:opendocument:xmlns:datastyle:1.0" office:version="1.3" office:mimetype="application/vnd.oasis.opendocument.spreadsheet">
<office:automatic-styles><number:date-style style:name="DN"><number:day number:style="long"/><number:text>.</number:text><number:month number:style="long"/><number:text>.</number:text><number:year number:style="long"/></number:date-style><number:time-style style:name="TN"><number:hours number:style="long"/><number:text>:</number:text><number:minutes number:style="long"/></number:time-style><number:percentage-style style:name="PN"><number:number number:decimal-places="1" number:min-integer-digits="1"/><number:text>%%</number:text></number:percentage-style><style:style style:name="D" style:family="table-cell" style:data-style-name="DN"/><style:style style:name="T" style:family="table-cell" style:data-style-name="TN"/><style:style style:name="P" style:family="table-cell" style:data-style-name="PN"/></office:automatic-styles>
<office:body><office:spreadsheet><table:table table:name="Programm">%s</table:table><table:table table:name="Notizen"><table:table-row><table:table-cell office:value-type="string"><text:p>nur eine Notiz</text:p></table:table-cell></table:table-row></table:table></office:spreadsheet></office:body></office:document>'''
def cell(value, more=''):
    if value is None: return '<table:table-cell/>'
    if isinstance(value, d.date): return f'<table:table-cell{more} table:style-name="D" office:value-type="date" office:date-value="{value.isoformat()}"><text:p>x</text:p></table:table-cell>'
    if isinstance(value, d.time): return f'<table:table-cell{more} table:style-name="T" office:value-type="time" office:time-value="PT{value.hour:02}H{value.minute:02}M00S"><text:p>x</text:p></table:table-cell>'
    if isinstance(value, float): return f'<table:table-cell{more} table:style-name="P" office:value-type="percentage" office:value="{value}"><text:p>x</text:p></table:table-cell>'
    if value.startswith('of:'): return f'<table:table-cell{more} table:formula="{value}" office:value-type="float" office:value="0"><text:p>x</text:p></table:table-cell>'
    return f'<table:table-cell{more} office:value-type="string"><text:p>{value.replace("&", "&amp;")}</text:p></table:table-cell>'
def row(cells): return '<table:table-row>' + ''.join(cells) + '</table:table-row>'
def calc(name, rows):
    with tempfile.TemporaryDirectory() as folder:
        source = f'{folder}/{name}.fods'
        with open(source, 'w', encoding='utf-8') as file: file.write(FODS % ''.join(rows))
        for kind, filter_ in (('xlsx', 'xlsx:Calc MS Excel 2007 XML'), ('ods', 'ods'), ('csv', 'csv:Text - txt - csv (StarCalc):59,34,76,1,,1031,false,true,false,false,false,1')):
            subprocess.run(['soffice', '--headless', f'-env:UserInstallation=file://{folder}/profile', '--convert-to', filter_, '--outdir', folder, source], check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
            made = [one for one in os.listdir(folder) if one.endswith('.' + kind)][0]
            shutil.move(f'{folder}/{made}', f'{out}/calc-{name}.{kind}')
down = ' table:number-rows-spanned="2" table:number-columns-spanned="1"'
across = ' table:number-columns-spanned="2" table:number-rows-spanned="1"'
covered = '<table:covered-table-cell/>'
calc('merged-headers', [
    row([cell('Titel', down), cell('Wann', ' table:number-columns-spanned="3" table:number-rows-spanned="1"'), covered, covered, cell('Raum', down)]),
    row([covered, cell('Datum'), cell('Beginn'), cell('Ende'), covered]), *[row([cell(one) for one in row_]) for row_ in S]])
calc('errors', [row([cell(h) for h in H]), row([cell('Begrüßung'), cell(S[0][1]), cell(S[0][2]), cell('of:=1/0'), cell('Saal 1')]), row([cell(one) for one in S[1]]), row([cell(one) for one in S[2]])])
calc('percent', [row([cell(h) for h in ['Auslastung', *H]]), *[row([cell(0.755), *[cell(one) for one in row_]]) for row_ in S]])
