from driver.plugin import Driver
