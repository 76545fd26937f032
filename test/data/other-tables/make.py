# Writes the tables of this folder: `python3 make.py`, with the Debian 12 packages python3-openpyxl, python3-xlsxwriter and libreoffice-calc.
import openpyxl, xlsxwriter, datetime as d, csv, io, codecs, os, subprocess, glob, shutil, tempfile
from openpyxl.styles import NamedStyle
out=os.path.dirname(os.path.abspath(__file__))
H=['Titel','Datum','Beginn','Ende','Raum']
S=[('Begrüßung',d.date(2027,3,16),d.time(9,0),d.time(9,30),'Saal 1'),('Öffentliche Räume',d.date(2027,3,16),d.time(9,30),d.time(10,30),'Saal 1'),('Kaffee & Kuchen',d.date(2027,3,17),d.time(10,30),d.time(11,0),'Foyer')]
def wb(): return openpyxl.Workbook()
def plain(ws, rows=S, header=H, at=1):
    for c,h in enumerate(header): ws.cell(at,c+1,h)
    for r,row in enumerate(rows):
        for c,v in enumerate(row): ws.cell(at+1+r,c+1,v)
# 1 openpyxl, 1904
b=wb(); b.epoch=openpyxl.utils.datetime.CALENDAR_MAC_1904; plain(b.active); b.save(f'{out}/epoch-1904.xlsx')
# 2 hidden rows and columns
b=wb(); ws=b.active; plain(ws, S[:1]+[('Versteckt',d.date(2027,3,16),d.time(12,0),d.time(13,0),'Saal 1')]+S[1:]); ws.row_dimensions[3].hidden=True; b.save(f'{out}/hidden-row.xlsx')
# 3 hidden first sheet
b=wb(); ws=b.active; ws.title='Alt'; plain(ws,[('Alt',d.date(2020,1,1),d.time(1,0),d.time(2,0),'X')]); ws.sheet_state='hidden'; w2=b.create_sheet('Neu'); plain(w2); b.active=1; b.save(f'{out}/hidden-sheet.xlsx')
# 4 totals row below
b=wb(); ws=b.active; plain(ws); ws.cell(6,1,'Summe'); ws.cell(6,5,3); b.save(f'{out}/totals.xlsx')
# 5 empty leading rows and columns
b=wb(); ws=b.active
for c,h in enumerate(H): ws.cell(6,c+3,h)
for r,row in enumerate(S):
    for c,v in enumerate(row): ws.cell(7+r,c+3,v)
b.save(f'{out}/leading-empty.xlsx')
# 6 formulas without values (openpyxl saves none)
b=wb(); ws=b.active; plain(ws); ws['D2']='=C2+TIME(0,30,0)'; b.save(f'{out}/formula-without-value.xlsx')
# 7 xlsxwriter: percent, booleans, error, rich string, formula with value
w=xlsxwriter.Workbook(f'{out}/rich.xlsx'); s=w.add_worksheet('Programm'); bold=w.add_format({'bold':1}); dt=w.add_format({'num_format':'dd.mm.yyyy'}); tm=w.add_format({'num_format':'hh:mm'}); pc=w.add_format({'num_format':'0.0%'})
for c,h in enumerate(H+['Auslastung','Barrierefrei']): s.write(0,c,h)
for r,(t,day,a,e,room) in enumerate(S):
    s.write_rich_string(r+1,0,bold,t[:3],t[3:]); s.write_datetime(r+1,1,d.datetime.combine(day,d.time()),dt); s.write_datetime(r+1,2,a,tm); s.write_formula(r+1,3,f'=C{r+2}+"0:30"',tm,(e.hour*60+e.minute)/1440); s.write(r+1,4,room); s.write(r+1,5,0.755,pc); s.write_boolean(r+1,6,r!=1)
w.close()
# 8 times over midnight as durations, text times
b=wb(); ws=b.active; ws.append(H); ws.append(['Nachtführung',d.datetime(2027,3,16),'22:00','00:30','Museum']); ws.append(['Dauer',d.datetime(2027,3,16),d.timedelta(hours=23),d.timedelta(hours=25,minutes=30),'Museum'])
for r in (3,): 
    for c in (3,4): ws.cell(r,c).number_format='[h]:mm'
b.save(f'{out}/over-midnight.xlsx')
# 9 day and start as one datetime in both columns
b=wb(); ws=b.active; ws.append(H)
for t,day,a,e,room in S: ws.append([t,d.datetime.combine(day,a),d.datetime.combine(day,a),d.datetime.combine(day,e),room])
b.save(f'{out}/moments.xlsx')
# 10 merged across (title) and down (room), two header lines
b=wb(); ws=b.active; ws.append(['Programm','','Zeit','','']); ws.append(H); ws.merge_cells('A1:B1'); ws.merge_cells('C1:D1')
for row in S: ws.append(list(row))
ws.merge_cells('E3:E4'); b.save(f'{out}/two-headers.xlsx')
# 11 day only once, cells below empty (not merged)
b=wb(); ws=b.active; ws.append(H)
for i,row in enumerate(S): ws.append([row[0], row[1] if i!=1 else None,*row[2:]])
b.save(f'{out}/day-once.xlsx')
# 12 US format english, am/pm text
b=wb(); ws=b.active; ws.append(['Session','Date','Start time','End time','Venue'])
for t,day,a,e,room in S: ws.append([t,day.strftime('%B %-d, %Y'),a.strftime('%-I:%M %p'),e.strftime('%-I:%M %p'),room])
b.save(f'{out}/english-text.xlsx')
# 13 numbers stored as serials under General
b=wb(); ws=b.active; ws.append(H)
for t,day,a,e,room in S: ws.append([t,(day-d.date(1899,12,30)).days,(a.hour*60+a.minute)/1440,(e.hour*60+e.minute)/1440,room])
b.save(f'{out}/bare-serials.xlsx')
# 14 no data rows
b=wb(); ws=b.active; ws.append(H); b.save(f'{out}/header-only.xlsx')
# 15 duplicated headers
b=wb(); ws=b.active; ws.append(H+['Raum'])
for row in S: ws.append(list(row)+['?'])
b.save(f'{out}/twice-header.xlsx')
# 16 inline strings via xlsxwriter in_memory constant_memory
w=xlsxwriter.Workbook(f'{out}/inline-strings.xlsx',{'constant_memory':True,'in_memory':False}); s=w.add_worksheet(); dt=w.add_format({'num_format':'yyyy-mm-dd'}); tm=w.add_format({'num_format':'[$-407]hh:mm'})
for c,h in enumerate(H): s.write(0,c,h)
for r,(t,day,a,e,room) in enumerate(S):
    s.write(r+1,0,t); s.write_datetime(r+1,1,d.datetime.combine(day,d.time()),dt); s.write_datetime(r+1,2,a,tm); s.write_datetime(r+1,3,e,tm); s.write(r+1,4,room)
w.close()
# 17 date1904 xlsxwriter
w=xlsxwriter.Workbook(f'{out}/epoch-1904-writer.xlsx',{'date_1904':True}); s=w.add_worksheet(); dt=w.add_format({'num_format':'d. mmmm yyyy'}); tm=w.add_format({'num_format':'h:mm AM/PM'})
for c,h in enumerate(H): s.write(0,c,h)
for r,(t,day,a,e,room) in enumerate(S):
    s.write(r+1,0,t); s.write_datetime(r+1,1,d.datetime.combine(day,d.time()),dt); s.write_datetime(r+1,2,a,tm); s.write_datetime(r+1,3,e,tm); s.write(r+1,4,room)
w.close()
# CSVs with python's csv
def rows(fmt='%d.%m.%Y'): return [H]+[[t,day.strftime(fmt),a.strftime('%H:%M'),e.strftime('%H:%M'),room] for t,day,a,e,room in S]
def write(name, enc, rows, **kw):
    f=io.StringIO(newline=''); w=csv.writer(f,**kw); w.writerows(rows); open(f'{out}/{name}','wb').write(f.getvalue().encode(enc))
write('utf8-bom.csv','utf-8-sig',rows(),delimiter=';'); write('utf16le-tab.csv','utf-16',rows(),delimiter='\t')
open(f'{out}/utf16be.csv','wb').write(codecs.BOM_UTF16_BE+'\r\n'.join(';'.join(r) for r in rows()).encode('utf-16-be'))
write('latin1.csv','latin-1',rows(),delimiter=';'); write('cp850.csv','cp850',rows(),delimiter=';'); write('mac.csv','mac_roman',rows(),delimiter=';',lineterminator='\r')
write('all-quoted.csv','utf-8',rows(),delimiter=',',quoting=csv.QUOTE_ALL); write('pipe.csv','utf-8',rows('%Y-%m-%d'),delimiter='|',lineterminator='\n')
r=rows(); r[1][0]='Begrüßung\nmit „Musik“; und mehr'; write('quoted-newline.csv','utf-8',r,delimiter=';')
r=rows(); r.append(['','','','','']); r.append(['Summe','','','','3']); write('totals.csv','utf-8',r,delimiter=';')
r=rows(); r[2]=r[2][:3]; write('short-row.csv','utf-8',r,delimiter=';')
r=[[*x,''] for x in rows()]; write('trailing-delimiter.csv','utf-8',r,delimiter=';')
r=[['Programm der Tagung'],['Stand: 1.3.2027'],[]]+rows(); write('titled.csv','utf-8',r,delimiter=';')
r=rows('%m/%d/%Y'); r[0]=['Session','Date','Start','End','Room']; write('us-days.csv','utf-8',r,delimiter=',')
r=rows('%d/%m/%y'); write('two-digit-years.csv','utf-8',r,delimiter=';')
r=[[x[0],x[1],x[2]+' Uhr',x[3]+' Uhr',x[4]] if i else x for i,x in enumerate(rows())]; write('uhr.csv','cp1252',r,delimiter=';')
r=[['Titel','Datum','Zeit','Raum']]+[[x[0],x[1],x[2]+' – '+x[3],x[4]] for x in rows()[1:]]; write('time-range.csv','utf-8',r,delimiter=';')
write('win1250.csv','cp1250',[H,['Žluťoučký kůň','16.03.2027','09:00','10:00','Síň Dvořákova'],['Řečník Šťastný','16.03.2027','10:00','11:00','Sál']],delimiter=';')
open(f'{out}/nul.csv','wb').write(b'Titel;Datum\x00;Beginn;Ende;Raum\nA;2027-03-16;09:00;10:00;S\n')
# The same through LibreOffice Calc
def calc(file, to, name):
    place = tempfile.mkdtemp()
    subprocess.run(['soffice', '--headless', '--convert-to', to, '--outdir', place, f'{out}/{file}'], capture_output=True, timeout=120)
    shutil.move(glob.glob(f'{place}/*')[0], f'{out}/{name}')
for f in ('two-headers', 'rich', 'over-midnight', 'hidden-row', 'epoch-1904'):
    calc(f'{f}.xlsx', 'ods', f'{f}.ods')
for f in ('epoch-1904', 'rich', 'over-midnight', 'moments', 'two-headers'):
    calc(f'{f}.xlsx', 'xlsx:Calc MS Excel 2007 XML', f'calc-{f}.xlsx')
    calc(f'{f}.xlsx', 'csv:Text - txt - csv (StarCalc):59,34,ANSI,1,,0,false,true,false', f'calc-{f}.csv')
