# What another program makes of these calendars: `python3 expected.py > expected.json`, with the Debian 12 packages python3-icalendar
# (4.0.3) and python3-recurring-ical-events (2.0.1). Each date from 1990 to 2027 in the zone Europe/Berlin: title|day|start|end|last day.
import datetime as d, json, pathlib
import icalendar, recurring_ical_events
from zoneinfo import ZoneInfo

BERLIN = ZoneInfo('Europe/Berlin')
here = pathlib.Path(__file__).parent

def local(value):
    return value.astimezone(BERLIN) if isinstance(value, d.datetime) and value.tzinfo else value

def row(event):
    start, end = local(event['DTSTART'].dt), event.get('DTEND')
    end = None if end is None else local(end.dt)
    title = str(event.get('SUMMARY', '')).strip()
    if isinstance(start, d.datetime):
        stop = (start if end is None else end)
        return '|'.join([title, start.strftime('%Y-%m-%d'), start.strftime('%H:%M'), '' if end is None else end.strftime('%H:%M'), stop.strftime('%Y-%m-%d')])
    last = start if end is None else max(start, end - d.timedelta(days=1))
    return '|'.join([title, start.isoformat(), '', '', last.isoformat()])

found = {}
for file in sorted(here.glob('*.ics')):
    try:
        calendar = icalendar.Calendar.from_ical(file.read_bytes())
        rows = sorted(row(event) for event in recurring_ical_events.of(calendar).between((1990, 1, 1), (2028, 1, 1)))
    except Exception as error:
        rows = None
    # One of them repeats for ever and fills a book.
    found[file.name] = rows if rows is None or len(rows) < 1000 else None
print(json.dumps(found, ensure_ascii=False, indent=0))
