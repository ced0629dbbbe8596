"""Pictures drawn by counting, for whatever needs one: a park with a house and three people, in any size."""

import io

from PIL import Image, ImageDraw

SKY, GRASS, WALL, ROOF, SUN = (198, 224, 235), (146, 186, 120), (240, 225, 200), (170, 80, 60), (242, 182, 50)
COATS = ((11, 95, 99), (122, 31, 92), (60, 70, 140))


def park(width=900, height=560, people=3):
    """The drawing itself."""
    picture = Image.new("RGB", (width, height), SKY)
    draw = ImageDraw.Draw(picture)
    unit = min(width, height) / 20
    draw.rectangle((0, height * 0.6, width, height), fill=GRASS)
    draw.ellipse((width - 5 * unit, unit, width - 2 * unit, 4 * unit), fill=SUN)
    left, floor = width * 0.12, height * 0.66
    draw.rectangle((left, floor - 6 * unit, left + 7 * unit, floor), fill=WALL)
    draw.polygon(
        [(left - unit, floor - 6 * unit), (left + 3.5 * unit, floor - 9 * unit), (left + 8 * unit, floor - 6 * unit)],
        fill=ROOF,
    )
    for number in range(people):
        x, y = width * (0.5 + 0.14 * number), height * 0.62
        draw.rounded_rectangle((x - unit, y, x + unit, y + 5 * unit), unit / 2, fill=COATS[number % len(COATS)])
        draw.ellipse((x - 0.8 * unit, y - 1.8 * unit, x + 0.8 * unit, y), fill=(205, 160, 130))
    return picture


def saved(picture, kind="PNG", **how):
    made = io.BytesIO()
    picture.save(made, kind, **how)
    return made.getvalue()
