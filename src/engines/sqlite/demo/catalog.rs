//! What the shop sells.

/// Categories with their products: name, price in cents, cost in hundredths of the price, popularity.
pub(super) struct Category {
    pub name: &'static str,
    /// Demand per month in hundredths of the average.
    pub season: [u32; 12],
    pub products: &'static [(&'static str, u32, u32, u32)],
}

const EVEN: [u32; 12] = [100; 12];
const SUMMER: [u32; 12] = [45, 50, 80, 120, 160, 190, 190, 160, 110, 75, 50, 45];
const WINTER: [u32; 12] = [150, 130, 105, 80, 65, 60, 60, 65, 85, 110, 130, 160];
const GIFTS: [u32; 12] = [65, 75, 75, 80, 80, 80, 75, 80, 90, 110, 170, 240];

pub(super) const CATEGORIES: [Category; 8] = [
    Category {
        name: "Coffee",
        season: EVEN,
        products: &[
            ("House Espresso 1 kg", 2290, 52, 95),
            ("Filter Roast 500 g", 1390, 50, 80),
            ("Decaf 500 g", 1490, 54, 35),
            ("Single Origin Ethiopia 250 g", 1190, 48, 55),
            ("Single Origin Colombia 250 g", 1150, 48, 50),
            ("Cold Brew Pack", 990, 45, 30),
        ],
    },
    Category {
        name: "Tea",
        season: WINTER,
        products: &[
            ("Earl Grey 100 g", 890, 40, 45),
            ("Sencha 100 g", 1090, 42, 40),
            ("Mint 80 g", 690, 35, 35),
            ("Winter Spice 100 g", 950, 38, 40),
            ("Rooibos 100 g", 750, 36, 30),
        ],
    },
    Category {
        name: "Machines",
        season: GIFTS,
        products: &[
            ("Espresso Machine Uno", 34900, 68, 14),
            ("Espresso Machine Duo", 64900, 70, 7),
            ("Burr Grinder", 15900, 64, 18),
            ("Hand Grinder", 7900, 55, 22),
            ("Milk Frother", 5900, 58, 24),
            ("Gooseneck Kettle", 8900, 60, 20),
        ],
    },
    Category {
        name: "Brewing",
        season: EVEN,
        products: &[
            ("Pour Over Dripper", 2490, 40, 45),
            ("French Press", 3290, 45, 40),
            ("Moka Pot", 2990, 46, 42),
            ("Paper Filters 100", 590, 30, 90),
            ("Kitchen Scale", 3490, 52, 28),
            ("Travel Brewer", 3990, 50, 25),
        ],
    },
    Category {
        name: "Cups",
        season: GIFTS,
        products: &[
            ("Espresso Cup Set", 2790, 42, 35),
            ("Stoneware Mug", 1690, 38, 55),
            ("Travel Cup", 2490, 44, 45),
            ("Glass Tumbler Set", 2190, 40, 25),
        ],
    },
    Category {
        name: "Summer",
        season: SUMMER,
        products: &[
            ("Iced Coffee Jug", 2690, 42, 35),
            ("Lemonade Syrup", 890, 36, 40),
            ("Picnic Flask", 3290, 48, 30),
            ("Ice Cube Tray", 1290, 30, 28),
        ],
    },
    Category {
        name: "Sweets",
        season: GIFTS,
        products: &[
            ("Dark Chocolate 80 g", 490, 45, 75),
            ("Almond Biscuits", 690, 44, 60),
            ("Honey Jar", 990, 50, 40),
            ("Gift Box", 3900, 55, 32),
        ],
    },
    Category {
        name: "Care",
        season: EVEN,
        products: &[
            ("Descaler", 890, 28, 50),
            ("Cleaning Tablets", 1190, 30, 42),
            ("Brush Set", 990, 32, 26),
            ("Water Filter", 1590, 40, 48),
        ],
    },
];
